"""What every list of the public API shares."""

from rest_framework.pagination import PageNumberPagination


class Pages(PageNumberPagination):
    """Pages of 50, up to 200 when asked for by `limit`."""

    page_size = 50
    page_size_query_param = "limit"
    max_page_size = 200

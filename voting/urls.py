"""Pages of the vote."""

app_name = "voting"
urlpatterns: list[object] = []

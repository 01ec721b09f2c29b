from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class KitConfig(AppConfig):
    name = "kit"

    def ready(self) -> None:
        from kit import site_key

        connection_created.connect(site_key.show, dispatch_uid="kit.site_key")
        post_migrate.connect(site_key.keep_digest, sender=self, dispatch_uid="kit.site_key")

"""URLs of the money pages."""

from django.urls import path

from ledger import views

app_name = "ledger"

urlpatterns = [
    path("staff/<area:area>/funds/new/", views.fund_new, name="fund-new"),
    path("staff/<area:area>/funds/<uuid:fund>/deposit/", views.deposit, name="deposit"),
    path("staff/<area:area>/deposits/", views.deposit_list, name="deposits"),
    path("staff/<area:area>/deposits/<uuid:deposit>/confirm/", views.confirm, name="confirm"),
    path("staff/<area:area>/deposits/<uuid:deposit>/back/", views.take_back, name="take-back"),
    path("staff/<area:area>/money/<uuid:move>/undo/", views.undo, name="undo"),
    path("<area:area>/money/", views.money, name="money"),
    path("<area:area>/money/<uuid:move>/", views.move, name="move"),
]

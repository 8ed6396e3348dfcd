"""Addresses for a lost password, under the names that Django's own pages expect."""

from django.contrib.auth import views
from django.urls import path

from editorial.people.passwords import Chosen, Forgotten

urlpatterns = [
    path("", Forgotten.as_view(), name="admin_password_reset"),
    path("sent/", views.PasswordResetDoneView.as_view(), name="password_reset_done"),
    path("choose/<uidb64>/<token>/", Chosen.as_view(), name="password_reset_confirm"),
    path("done/", views.PasswordResetCompleteView.as_view(), name="password_reset_complete"),
]

"""Addresses of packets, tree heads, and the program that checks them."""

from django.urls import path

from ctarchive.proof import views

app_name = "proof"
urlpatterns = [
    path("claims/<uid:uid>/packet", views.claim_packet, name="packet"),
    path(".well-known/ctarchive-checkpoint", views.checkpoint, name="checkpoint"),
    path("data/key", views.key, name="key"),
    path("data/head", views.head, name="head"),
    path("data/check_packet.py", views.checker, name="checker"),
]

"""The tables of events, entities and claims, as far as they are compared."""

from django.db import models


class Entity(models.Model):
    uid = models.CharField(primary_key=True, max_length=10)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=500)
    country = models.CharField(max_length=2)

    class Meta:
        managed = False
        db_table = "events_entity"

    def __str__(self) -> str:
        return self.name


class Event(models.Model):
    uid = models.CharField(primary_key=True, max_length=10)
    state = models.CharField(max_length=12)
    kind = models.CharField(max_length=24)
    title = models.CharField(max_length=300)
    summary = models.TextField()
    date = models.CharField(max_length=60)
    date_earliest = models.IntegerField(null=True)
    date_latest = models.IntegerField(null=True)
    place = models.ForeignKey(Entity, models.PROTECT, null=True)
    conflicted = models.BooleanField()
    published_at = models.DateTimeField()
    version = models.IntegerField()

    class Meta:
        managed = False
        db_table = "events_event"

    def __str__(self) -> str:
        return self.title


class Participation(models.Model):
    event = models.ForeignKey(Event, models.PROTECT, related_name="participations")
    entity = models.ForeignKey(Entity, models.PROTECT)
    role = models.CharField(max_length=20)

    class Meta:
        managed = False
        db_table = "events_participation"

    def __str__(self) -> str:
        return self.role


class Claim(models.Model):
    uid = models.CharField(primary_key=True, max_length=10)
    event = models.ForeignKey(Event, models.PROTECT, null=True, related_name="claims")
    entity = models.ForeignKey(Entity, models.PROTECT, null=True, related_name="claims")
    property = models.CharField(max_length=20)
    value_text = models.TextField()
    value_edtf = models.CharField(max_length=60)
    value_entity = models.ForeignKey(Entity, models.PROTECT, null=True, related_name="+")
    attributed_to = models.ForeignKey(Entity, models.PROTECT, null=True, related_name="+")
    accused = models.ForeignKey(Entity, models.PROTECT, null=True, related_name="+")
    credibility = models.IntegerField()
    sources_count = models.IntegerField()

    class Meta:
        managed = False
        db_table = "events_claim"

    def __str__(self) -> str:
        return self.property


class Publisher(models.Model):
    uid = models.CharField(primary_key=True, max_length=10)
    name = models.CharField(max_length=300)

    class Meta:
        managed = False
        db_table = "sources_publisher"

    def __str__(self) -> str:
        return self.name


class Source(models.Model):
    uid = models.CharField(primary_key=True, max_length=10)
    title = models.CharField(max_length=500)
    kind = models.CharField(max_length=20)
    publisher = models.ForeignKey(Publisher, models.PROTECT, null=True)
    published = models.CharField(max_length=60)
    reliability = models.CharField(max_length=1)

    class Meta:
        managed = False
        db_table = "sources_source"

    def __str__(self) -> str:
        return self.title


class Capture(models.Model):
    uid = models.CharField(primary_key=True, max_length=10)
    source = models.ForeignKey(Source, models.PROTECT)
    captured_at = models.DateTimeField()
    fidelity = models.CharField(max_length=12)
    text_sha256 = models.CharField(max_length=64)

    class Meta:
        managed = False
        db_table = "sources_capture"

    def __str__(self) -> str:
        return self.uid


class Evidence(models.Model):
    uid = models.CharField(primary_key=True, max_length=10)
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="evidence")
    capture = models.ForeignKey(Capture, models.PROTECT)
    exact = models.TextField()
    prefix = models.CharField(max_length=300)
    suffix = models.CharField(max_length=300)
    start = models.IntegerField()
    end = models.IntegerField()

    class Meta:
        managed = False
        db_table = "events_evidence"

    def __str__(self) -> str:
        return self.exact

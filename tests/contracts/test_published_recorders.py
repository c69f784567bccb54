"""The recorder test cases that the eventsourcing library publishes, against our store."""

import uuid
from collections.abc import Iterator

import pytest
from eventsourcing.tests import persistence as published

from services.store.addresses import Role
from services.store.log_store import PostgresLogStore
from services.store.pool import Pool
from services.store.sync_facade import (
    LoopThread,
    UnionApplicationRecorder,
    UnionProcessRecorder,
    UnionRecorder,
    UnionTrackingRecorder,
)
from tests.support.database import Server, create_database, drop_database


class Doors:
    """The pools of one test, opened in the facade's own event loop."""

    def __init__(self, server: Server) -> None:
        self.loop = LoopThread()
        self._server = server
        self._database = self.loop.run(create_database(server))
        self._application = Pool(self._database.of(Role.APP), size=10, acquire_seconds=10)
        self.cursors = Pool(self._database.of(Role.PROJECTOR), size=2)
        self.store = PostgresLogStore(self._application)

    def new_union(self) -> uuid.UUID:
        union_id = uuid.uuid4()
        self.loop.run(self.store.found(union_id, b"charter"))
        return union_id

    def close(self) -> None:
        self.loop.run(self._application.close())
        self.loop.run(self.cursors.close())
        self.loop.run(drop_database(self._server, self._database))
        self.loop.close()


class WithDoors:
    @pytest.fixture(autouse=True)
    def _doors(self, server: Server) -> Iterator[None]:
        self.doors = Doors(server)
        yield
        self.doors.close()


class TestAggregateRecorder(WithDoors, published.AggregateRecorderTestCase):
    def create_recorder(self) -> UnionRecorder:
        return UnionRecorder(self.doors.loop, self.doors.store, self.doors.new_union())


class TestApplicationRecorder(WithDoors, published.ApplicationRecorderTestCase):
    def create_recorder(self) -> UnionApplicationRecorder:
        return UnionApplicationRecorder(self.doors.loop, self.doors.store, self.doors.new_union())

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestTrackingRecorder(WithDoors, published.TrackingRecorderTestCase):
    def create_recorder(self) -> UnionTrackingRecorder:
        return UnionTrackingRecorder(self.doors.loop, self.doors.cursors, self.doors.new_union())


class TestProcessRecorder(WithDoors, published.ProcessRecorderTestCase):
    def create_recorder(self) -> UnionProcessRecorder:
        return UnionProcessRecorder(
            self.doors.loop, self.doors.store, self.doors.cursors, self.doors.new_union()
        )


class TestNonInterleavingNotificationIDs(
    WithDoors, published.NonInterleavingNotificationIDsBaseCase
):
    def create_recorder(self) -> UnionApplicationRecorder:
        return UnionApplicationRecorder(self.doors.loop, self.doors.store, self.doors.new_union())

"""What does Rucio do?  Run by a Python that has Rucio: a rule, and the daemons of the conveyor one by one.

It reads its orders as JSON from standard input, and writes the states after each step to standard output.
Nothing else of this library is imported: Rucio's pinned packages have an environment of their own.
"""

import json
import os
import sys
import time
from importlib.metadata import version
from typing import Any

ACCOUNT, SCOPE = "root", "testbed"
_POLLS = 60


def main() -> None:
    """Make a catalogue, add a file and a rule, and run preparer, submitter, poller and finisher once each."""
    told: dict[str, Any] = json.load(sys.stdin)
    os.environ["RUCIO_CONFIG"] = told["config"]
    rule = _catalogue(told)
    steps = [("rule added", *_states(rule))]
    from rucio.daemons.conveyor.finisher import finisher
    from rucio.daemons.conveyor.poller import poller
    from rucio.daemons.conveyor.preparer import preparer
    from rucio.daemons.conveyor.submitter import submitter

    quick: dict[str, Any] = {"once": True, "sleep_time": 0, "partition_wait_time": 0}
    preparer(**quick)
    steps.append(("preparer", *_states(rule)))
    submitter(transfertools=["fts3"], **quick)
    steps.append(("submitter", *_states(rule)))
    for _ in range(_POLLS):
        poller(older_than=0, **quick)
        if _states(rule)[0] != "SUBMITTED":
            break
        time.sleep(0.2)
    steps.append(("poller", *_states(rule)))
    finisher(**quick)
    steps.append(("finisher", *_states(rule)))
    named = [dict(zip(("step", "request", "replica", "rule"), one, strict=True)) for one in steps]
    print(json.dumps({"rucio": version("rucio"), "steps": named}))


def _catalogue(told: dict[str, Any]) -> str:
    """Make a catalogue with two storages and one file, and return the id of a rule for a copy of it."""
    from rucio.common.types import InternalAccount, InternalScope
    from rucio.core import account, distance, replica, rse, rule, scope
    from rucio.db.sqla import models
    from rucio.db.sqla.constants import AccountType, DatabaseOperationType
    from rucio.db.sqla.session import db_session, get_engine
    from rucio.db.sqla.util import create_base_vo

    models.register_models(get_engine())
    create_base_vo()
    who, where = InternalAccount(ACCOUNT), InternalScope(SCOPE)
    with db_session(DatabaseOperationType.WRITE) as session:
        account.add_account(who, AccountType.SERVICE, "nobody@testbed.invalid", session=session)
        scope.add_scope(where, who, session=session)
        ids = [_storage(rse, one, told["fts"], session) for one in told["storages"]]
        distance.add_distance(*ids, distance=1, session=session)
        file = {"name": told["name"], "bytes_": told["bytes"], "adler32": told["adler32"]}
        replica.add_replica(ids[0], where, account=who, **file, session=session)
        (made,) = rule.add_rule(
            [{"scope": where, "name": told["name"]}],
            who,
            copies=1,
            rse_expression=told["storages"][1]["name"],
            grouping="NONE",
            weight=None,
            lifetime=None,
            locked=False,
            subscription_id=None,
            activity=told["activity"],
            ignore_account_limit=True,
            session=session,
        )
    return str(made)


def _storage(rse: Any, one: dict[str, Any], fts: str, session: Any) -> str:
    """Add a storage (RSE) that is reached by HTTPS, whose paths are scope and name."""
    made = rse.add_rse(one["name"], session=session)
    rse.add_rse_attribute(made, "fts", fts, session=session)
    rse.add_rse_attribute(made, "lfn2pfn_algorithm", "identity", session=session)
    all_ways = {"read": 1, "write": 1, "delete": 1}
    third = {"third_party_copy_read": 1, "third_party_copy_write": 1}
    protocol = {
        "scheme": "https",
        "hostname": one["host"],
        "port": one["port"],
        "prefix": one["prefix"],
        "impl": "rucio.rse.protocols.gfal.Default",
        "domains": {"lan": all_ways, "wan": {**all_ways, **third}},
    }
    rse.add_protocol(made, protocol, session=session)
    return str(made)


def _states(rule: str) -> tuple[str, str, str]:
    """Return the states of the request, of the new replica, and of the rule."""
    from rucio.core.rule import get_rule
    from rucio.db.sqla import models
    from rucio.db.sqla.constants import DatabaseOperationType
    from rucio.db.sqla.session import db_session

    with db_session(DatabaseOperationType.READ) as session:
        requests = [one.state.name for one in session.query(models.Request).all()]
        replicas = [one.state.name for one in session.query(models.RSEFileAssociation).all()]
        state = get_rule(rule, session=session)["state"].name
    replicas.remove("AVAILABLE")  # the source's
    return (requests or ["gone"])[0], (replicas or ["none"])[0], state


if __name__ == "__main__":
    main()

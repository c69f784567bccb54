"""What may be typed after the verbs with which an installation begins and is looked after."""

import argparse


def add_deploy_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add first run, health and the table of settings."""
    first = verbs.add_parser("first-run", help="found the federation and offer the first roles")
    first.add_argument("--federation", required=True, metavar="CODE")
    first.add_argument("--name", required=True, help="the federation's name")
    first.add_argument("--credit-code", default=None, help="its 统一社会信用代码")
    for option, who in (
        ("--admin", "who runs the platform"),
        ("--officer", "an officer of the county"),
        ("--auditor", "an auditor of the county"),
    ):
        first.add_argument(
            option,
            nargs=2,
            required=option == "--admin",
            default=None,
            metavar=("LOGIN", "NAME"),
            help=who,
        )
    health = verbs.add_parser("health", help="ask this machine's server whether it can serve")
    health.add_argument("--port", type=int, default=None, help="GONGHUI_HTTP_PORT by default")
    health.add_argument("--path", default="/health/ready", metavar="PATH")
    verbs.add_parser("settings", help="print every setting, what it means and its default")

"""Wrong usage, said in words of our own: the option, what was found, and what is expected."""

from __future__ import annotations

import re
from typing import Any

# A choice that there is not, as Typer words it.
NO_CHOICE = re.compile(r"(?:Value error, )?'?(?P<value>.*?)'? is not one of (?P<choices>'.*)\.", re.DOTALL)
# What is expected, by the type of a validation error.
EXPECTED = {
    "int_parsing": "a whole number",
    "float_parsing": "a number",
    "greater_than_equal": "{ge:g} or more",
    "less_than_equal": "{le:g} or less",
}


def usage_message(error: Any) -> str:
    """One line for a usage error of Typer."""
    command = error.ctx.command_path if error.ctx else "duiqi"
    reason = _reason(error).rstrip(".")
    return f"{reason}{'' if reason.endswith('?') else '.'} Try: {command} --help"


def _reason(error: Any) -> str:
    parameter = getattr(error, "param", None)
    message = error.message or ""
    match type(error).__name__:
        case "MissingParameter" if parameter is not None:
            return f"{_name(parameter)} is missing"
        case "NoSuchOption":
            close = getattr(error, "possibilities", None) or []
            return f"no option {error.option_name}" + (f". Did you mean {close[0]}?" if close else "")
        case "BadOptionUsage":
            return f"{error.option_name} needs a value"
        case "BadParameter" if parameter is not None:
            return f"{_name(parameter)}{_wrong_value(error, message)}"
    if extra := re.fullmatch(r"Got unexpected extra argument(?:s|\(s\))? \((.*)\)", message.rstrip(".")):
        return f"more names than the command takes: {extra[1]}"
    if unknown := re.fullmatch(r"No such command '(.*?)'.*", message, re.DOTALL):
        return f"no command '{unknown[1]}'"
    return str(message)


def _name(parameter: Any) -> str:
    """An option as it is typed, an argument as the help names it."""
    longest = str(max(parameter.opts, key=len))
    return longest if longest.startswith("-") else str(parameter.metavar or longest.upper())


def _wrong_value(error: Any, message: str) -> str:
    """The value that was found, and what is expected; of our own checks, their message."""
    listed: list[dict[str, Any]] = getattr(error.__cause__, "errors", list)()
    details = listed[0] if listed else {}
    if choice := NO_CHOICE.fullmatch(message):
        choices = " or ".join(re.findall("'(.*?)'", choice["choices"]))
        return f" {choice['value']}: expected {choices}"
    if details.get("type") in EXPECTED:
        expected = EXPECTED[details["type"]].format(**details.get("ctx", {}))
        return f" {details['input']}: expected {expected}"
    return f": {message.removeprefix('Value error, ')}"

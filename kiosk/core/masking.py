"""How a citizen's data looks wherever somebody else could read it (screen, slip, helper's list)."""

__all__ = ["mask_id", "mask_name"]


def mask_name(name: str) -> str:
    """Keeps the first character, and of longer names the last: 张*, 王*英, 阿****江."""
    if len(name) <= 2:
        return name[:1] + "*" * (len(name) - 1)
    return name[0] + "*" * (len(name) - 2) + name[-1]


def mask_id(number: str) -> str:
    """Keeps the first three and the last four characters: 330***********002X."""
    if len(number) <= 7:
        return "*" * len(number)
    return number[:3] + "*" * (len(number) - 7) + number[-4:]

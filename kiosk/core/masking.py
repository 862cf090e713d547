"""How a citizen's data looks wherever somebody else could read it (screen, slip, helper's list)."""

__all__ = ["mask_address", "mask_id", "mask_name", "mask_number", "mask_phone"]


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


def mask_phone(number: str) -> str:
    """Keeps the first three and the last two: 138******78."""
    if len(number) <= 5:
        return "*" * len(number)
    return number[:3] + "*" * (len(number) - 5) + number[-2:]


def mask_address(address: str) -> str:
    """Keeps the first six characters, which are province and city: 浙江省宁波市****."""
    return address[:6] + "****" if len(address) > 6 else "*" * len(address)


def mask_number(number: str) -> str:
    """Of a case, a card, an account: keeps the last four characters of it: ****0042."""
    return "****" + number[-4:] if len(number) > 4 else "*" * len(number)

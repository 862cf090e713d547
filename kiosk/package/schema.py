"""What a package file may say, after inheriting: types, limits and what stands where nothing is said."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from kiosk.core.hours import week
from kiosk.core.plan import plan

__all__ = ["PackageTable"]

Name = Annotated[str, Field(min_length=1, max_length=64)]
Hours = dict[Name, Annotated[list[Annotated[str, Field(max_length=20)]], Field(max_length=6)]]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def _as_hours(table: Hours | None) -> Hours | None:
    if table is not None:
        week(table)
    return table


class DevicesTable(_Table):
    required: list[Name] = Field([], description="少了它这个网点就开不了的设备，config.toml 里一定要有")
    optional: list[Name] = Field([], description="有就用的设备")


class HelperTable(_Table):
    minutes: int = Field(0, ge=0, le=120, description="帮办状态多少分钟后自己结束；0 是这里没有帮办")
    idle_seconds: int = Field(300, ge=30, le=900, description="帮办时多久没人碰就问一声")
    card_ends: bool = Field(False, description="帮办员拿走工作证，帮办就结束")
    limits: dict[Name, Annotated[int, Field(ge=0, le=1000)]] = Field(
        {}, max_length=200, description="一个帮办员一天最多替人办几次，按事项；0 是不能替人办"
    )
    hours: Hours | None = Field(None, description="帮办员在的时间，写法和 hours 一样；显示在帮助页")

    _hours = field_validator("hours")(_as_hours)


class UpkeepTable(_Table):
    tier: Literal["centre", "township", "partner"] = Field(
        "township", description="谁来看：centre 市县中心，township 乡镇，partner 合作网点"
    )
    clean_days: int = Field(1, ge=1, le=31, description="几天擦一次屏幕和读卡处")
    check_days: int = Field(7, ge=1, le=366, description="几天照清单检查一遍")
    respond_hours: int = Field(2, ge=1, le=168, description="报了故障，几小时内有人回话，只算开门的时间")
    repair_hours: int = Field(24, ge=1, le=720, description="报了故障，几小时内修好，按钟点算")
    paper_days: int = Field(2, ge=1, le=14, description="纸估计还够几天时报给平台")


class PackageTable(_Table):
    title: str = Field(min_length=1, max_length=12, description="这类网点叫什么")
    items: list[Name] = Field(min_length=1, max_length=60, description="首页上的事项，按这个顺序，六件一页")
    also: list[Name] = Field([], max_length=300, description='分类和搜索里还能找到的：事项，或 "social.*" 这样的一类')
    protected: list[Name] = Field([], max_length=60, description="首页上位置不动、也不会拿掉的事项")
    devices: DevicesTable = DevicesTable()
    hours: Hours | None = Field(None, description="开门的时间；不写是一直开着。不开门的时候首页说几时开门")
    idle_seconds: int = Field(120, ge=30, le=600, description="多久没人碰就问一声「还在吗」")
    text_size: Literal["standard", "large", "huge"] = Field("standard", description="一开始的字：标准、大字、特大")
    helper: HelperTable = HelperTable()
    upkeep: UpkeepTable = UpkeepTable()
    telephone: str = Field(
        "", pattern=r"^[0-9 +-]{0,20}$", description="求助电话；不写是 config.toml 里 site.telephone 的"
    )
    map: str = Field("", max_length=200, description="这里的平面图，一个字一格；显示在帮助页")
    announcement: str = Field("", max_length=30, pattern=r"^[^\r\n]*$", description="首页公告；不写是没有")

    _hours = field_validator("hours")(_as_hours)

    @field_validator("map")
    @classmethod
    def _is_plan(cls, text: str) -> str:
        plan(text)
        return text

    def table(self) -> dict[str, Any]:
        """As JSON can hold it, for ``core.package.package_of``."""
        return {**self.model_dump(), "map": list(plan(self.map))}

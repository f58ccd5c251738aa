"""The kinds of failure in Chinese, by the names of ``api.failures``: titles of problem documents for who reads that."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

CHINESE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "bad-query": "查询语句有误",
        "bad-data": "数据无法读取",
        "bad-request": "请求无法读取",
        "unauthorised": "需要密钥",
        "refused": "本服务不提供此项操作",
        "not-found": "没有找到",
        "gone": "已不再保留",
        "method-not-allowed": "此资源不支持该方法",
        "not-acceptable": "没有所要的格式",
        "too-slow": "请求未能及时送达",
        "too-large": "请求过大",
        "unsupported-type": "不读取这种媒体类型",
        "parameter": "参数不合要求",
        "answer-limit": "答案过长",
        "bad-document": "文件无法读取",
        "too-many-requests": "请求过于频繁",
        "store": "图谱暂时无法读取",
        "overloaded": "同时的请求过多",
        "time-limit": "查询用时超过上限",
        "memory-limit": "查询所用内存超过上限",
        "stopped": "查询被中止",
        "crashed": "查询使其进程终止",
        "internal": "服务内部故障",
    }
)

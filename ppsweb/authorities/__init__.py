"""What anything rests on: a permission, a disclosure decision or a legal duty. Below people, who rest on one."""

from ppsweb.authorities.models import Authority, Capacity, Kind, Method

__all__ = ["Authority", "Capacity", "Kind", "Method"]

 # coding: utf-8
import a.b as c, d
from . import (x as y, z,)
@dec(1)
async def f[T: int = str, *U, **P](a, /, b: int = 1, *args: *T, c, d=2, **kw) -> T | None:
    async with a as b, (c as d):
        await x
    return [i async for i in y if i], {k: v for k, v in z}, {*a, 1}, (lambda *a, b=1: (yield))
class A(B, metaclass=C):
    x: int = 1; y: list[int]
    type X[T] = int
try:
    pass
except* (A, B) as e:
    raise E from e
else: ...
finally: del a, b[1:2, ::3]
match x:
    case {"a": 1, **rest} | [A(b=2), *_] as q if q > 1: pass
    case -1 + 2j | None | a.b: pass
while (n := f(*a, **k)) is not None and not x < y <= z: continue
print(f"{a!r:>{w}} {b=} {{}} {f'{1}'}" 'x' r"\d" rb'\x00'[0] if a else 0x_ff + 1_0.5e-3j)
x @= y; a, *b = c = d; assert a, b; global g
t"{x}"

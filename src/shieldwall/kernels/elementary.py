"""Elementary functions from + - * / and square root alone: results do not depend on the machine's libm.

The coefficients are minimax and made by `authorities/elementary_coefficients.py`. Every function gives the
same bits compiled and plain, alone and in a batch, and batch loops over it vectorise. Errors stay below 2
units in the last place over the domain that each function states (tested against mpmath). Subnormal numbers
are outside all domains.
"""

import numpy as np

from shieldwall.kernels.compiled import kernel

INFINITY = np.inf
NOT_A_NUMBER = np.nan
SMALLEST_NORMAL = 2.2250738585072014e-308
LARGEST = 1.7976931348623157e308
LARGEST_ANGLE = 1.6e6

INVERSE_LN_2 = 1.4426950408889634
LN_2_HIGH, LN_2_LOW = 0.6931471805592082, 7.371002565167799e-13
INVERSE_LN_10_HIGH, INVERSE_LN_10_LOW = 0.4342944819032518, 1.098319650216765e-17
TWO_OVER_PI = 0.6366197723675814
HALF_PI = (1.5707963267341256, 6.077100506303966e-11, 2.0222662487111665e-21, 8.4784276603689e-32)
QUARTER_PI_HIGH, QUARTER_PI_LOW = 0.7853981633974483, 3.061616997868383e-17
SQRT_2_LESS_1 = 0.41421356237309503
TWO_THIRDS_HIGH, TWO_THIRDS_LOW = 0.6666666666666666, 3.700743415417188e-17

# fmt: off
EXP_EVEN = (
    0.5000000000000011, 0.041666666666529725, 0.0013888888943760546, 2.4801492949052314e-05,
    2.7630306452932736e-07,
)
EXP_ODD = (
    0.1666666666666641, 0.008333333333494975, 0.00019841269505780116, 2.755758679835934e-06,
    2.5000020534748098e-08,
)
LOG = (
    0.6666666666666734, 0.3999999999941468, 0.2857142874238657, 0.2222219857327714, 0.18183564322059806,
    0.1531405063910325, 0.1479594897518347,
)
LOG_AFTER_CUBE = (
    0.40000000000002256, 0.2857142857010005, 0.22222222519826773, 0.18181784376385604, 0.15386756869667062,
    0.1325682922183418, 0.13196216107352832,
)
SIN = (
    -0.16666666666666632, 0.008333333333322316, -0.00019841269829725219, 2.755731366206395e-06,
    -2.5050753265805326e-08, 1.5896505034184673e-10,
)
COS = (
    0.0416666666666666, -0.001388888888887399, 2.4801587289394977e-05, -2.75573143260454e-07,
    2.087571956069771e-09, -1.1359448783448384e-11,
)
ATAN = (
    -0.33333333333333326, 0.19999999999997692, -0.14285714285390774, 0.11111111088350413,
    -0.09090908150764612, 0.07692282899853867, -0.0666622884515581, 0.058770422697843216,
    -0.05218536347960826, 0.045040867386032246, -0.03348698366049857, 0.015207894003271985,
)
ASIN = (
    0.1666666666666666, 0.07500000000002544, 0.04464285713967619, 0.030381944645272545,
    0.022372151585239777, 0.017352945564495792, 0.013961871303915754, 0.011585984450986466,
    0.009481992336781894, 0.010019094130194762, 0.0006512939691666887, 0.024893330841333713,
    -0.026235049685951656, 0.033692649797938276,
)
MIDDLE_ABOVE = (
    3.3871328727963665, 133.1415712244219, 1971.5878252603031, 13731.658041101611, 45921.77954727864,
    67265.4222611063, 33430.34989235605, 2509.0596757701346, 0.0,
)
MIDDLE_BELOW = (
    1.0, 42.31330216201711, 687.1859991003992, 5394.183073380506, 21213.720203539113, 39307.70883235988,
    28728.908011329546, 5226.45475488025, 0.0,
)
TAIL_ABOVE = (
    1.4234371107496835, 4.647198992140182, 5.857922658480293, 3.8204010803961035, 1.4311839949795986,
    0.3180042705004472, 0.040747467225691565, 0.0026720532987515493, 6.437031567429802e-05,
)
TAIL_BELOW = (
    1.0, 2.065037001369313, 1.724294578589637, 0.7545350112705722, 0.18699113956109686,
    0.026035194200174857, 0.001816987942830178, 4.55130188311458e-05, 2.9105779632627535e-11,
)
# fmt: on

# Adding 1.5 * 2**52 rounds to an integer, which then stands, as a two's complement, in the low bits of the
# sum.
ROUNDER = 6755399441055744.0
SPLITTER = 134217729.0
ONE = np.uint64(1)
TWO = np.uint64(2)
SIGN = np.uint64(0x8000000000000000)
SIGN_SHIFT = np.uint64(62)
EXPONENT_BIAS = np.uint64(1023)
EXPONENT_SHIFT = np.uint64(52)
MANTISSA = np.uint64(0x000FFFFFFFFFFFFF)
UPPER_HALF = np.uint64(0xFFFFFFFF00000000)
SQRT_HALF = np.uint64(0x3FE6A09E667F3BCD)
ONE_LESS_SQRT_HALF = np.uint64(0x00095F619980C433)
TWO_TO_52 = np.uint64(0x4330000000000000)
BIASED_TWO_TO_52 = 4503599627371519.0


@kernel(inline=True)
def _bits(x):
    return np.float64(x).view(np.uint64)


@kernel(inline=True)
def _number(bits):
    return float(np.uint64(bits).view(np.float64))


@kernel(inline=True)
def exact_product(a, b):
    """Product of two numbers and its rounding error (Dekker 1971)."""
    product = a * b
    shifted = a * SPLITTER
    a_high = shifted - (shifted - a)
    a_low = a - a_high
    shifted = b * SPLITTER
    b_high = shifted - (shifted - b)
    b_low = b - b_high
    return product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low


@kernel(inline=True)
def _difference(a, b):
    """Difference of two numbers and its rounding error (Knuth 1969)."""
    difference = a - b
    back = difference - a
    return difference, (a - (difference - back)) - (b + back)


@kernel(inline=True)
def _exp_of_sum(x, tail):
    """exp(x + tail), for a tail far smaller than x; zero below -708, infinity above 709."""
    shifted = x * INVERSE_LN_2 + ROUNDER
    count = shifted - ROUNDER
    high = x - count * LN_2_HIGH
    low = count * LN_2_LOW - tail
    r = high - low
    lost = (high - r) - low
    z = r * r
    square = z * z
    even = (EXP_EVEN[0] + z * EXP_EVEN[1]) + square * ((EXP_EVEN[2] + z * EXP_EVEN[3]) + square * EXP_EVEN[4])
    odd = (EXP_ODD[0] + z * EXP_ODD[1]) + square * ((EXP_ODD[2] + z * EXP_ODD[3]) + square * EXP_ODD[4])
    value = 1.0 + (r + (z * (even + r * odd) + lost))
    value *= _number((_bits(shifted) + EXPONENT_BIAS) << EXPONENT_SHIFT)
    if x < -708.0:
        value = 0.0
    if x > 709.0:
        value = INFINITY
    return value


@kernel(inline=True)
def exp(x):
    """Return e to the power x, for -708 <= x <= 709; below that 0, above it infinity."""
    return _exp_of_sum(x, 0.0)


@kernel(inline=True)
def _exponent_and_mantissa(x):
    """Split a positive normal number into a power of two and a mantissa from sqrt(1/2) to sqrt(2)."""
    bits = _bits(x) + ONE_LESS_SQRT_HALF
    exponent = _number((bits >> EXPONENT_SHIFT) | TWO_TO_52) - BIASED_TWO_TO_52
    return exponent, _number((bits & MANTISSA) + SQRT_HALF)


@kernel(inline=True)
def log(x):
    """Return the natural logarithm of x > 0; for 0 minus infinity, for negative x not-a-number."""
    exponent, mantissa = _exponent_and_mantissa(x)
    f = mantissa - 1.0
    s = f / (2.0 + f)
    z = s * s
    even = z * (LOG[0] + (z * z) * (LOG[2] + (z * z) * (LOG[4] + (z * z) * LOG[6])))
    odd = (z * z) * (LOG[1] + (z * z) * (LOG[3] + (z * z) * LOG[5]))
    half_square = 0.5 * f * f
    rest = s * (half_square + (even + odd)) + exponent * LN_2_LOW
    value = exponent * LN_2_HIGH - ((half_square - rest) - f)
    if x > LARGEST:
        value = INFINITY
    if x < SMALLEST_NORMAL:
        value = -INFINITY
    if not x >= 0.0:
        value = NOT_A_NUMBER
    return value


@kernel(inline=True)
def log10(x):
    """Return the decimal logarithm of x > 0; for 0 minus infinity, for negative x not-a-number."""
    value = log(x)
    return value * INVERSE_LN_10_HIGH + value * INVERSE_LN_10_LOW


@kernel
def _log_in_two(x):
    """Natural logarithm of a positive normal number as a sum of two, good to about 2**-66 of itself."""
    exponent, mantissa = _exponent_and_mantissa(x)
    f = mantissa - 1.0
    d = mantissa + 1.0
    d_low = mantissa - (d - 1.0)
    s = f / d
    product, error = exact_product(s, d)
    s_low = (((f - product) - error) - s * d_low) / d
    z, z_low = exact_product(s, s)
    cube, cube_low = exact_product(z, s)
    cube_low += z_low * s + 3.0 * z * s_low
    third, third_low = exact_product(TWO_THIRDS_HIGH, cube)
    third_low += TWO_THIRDS_LOW * cube + TWO_THIRDS_HIGH * cube_low
    c = LOG_AFTER_CUBE
    series = c[0] + z * (c[1] + z * (c[2] + z * (c[3] + z * (c[4] + z * (c[5] + z * c[6])))))
    high, error_1 = _difference(exponent * LN_2_HIGH, -2.0 * s)
    high, error_2 = _difference(high, -third)
    low = 2.0 * s_low + third_low + z * z * s * series + exponent * LN_2_LOW + error_1 + error_2
    total = high + low
    return total, (high - total) + low


@kernel
def power(x, y):
    """Return x to the power y for x > 0 and -708 <= y ln x <= 709; 0 to a positive power is 0.

    Negative x gives not-a-number; for whole powers multiply instead.
    """
    if not x >= SMALLEST_NORMAL:
        if x >= 0.0 and y > 0.0:
            return 0.0
        return NOT_A_NUMBER
    log_high, log_low = _log_in_two(x)
    high, low = exact_product(y, log_high)
    return _exp_of_sum(high, low + y * log_low)


@kernel(inline=True)
def sincos(x):
    """Return sine and cosine of an angle in radians, for |x| <= 1.6e6; beyond that not-a-number.

    The angle is reduced by pi/2 in four parts (Cody and Waite 1980) with the rounding errors carried along.
    """
    shifted = x * TWO_OVER_PI + ROUNDER
    count = shifted - ROUNDER
    quadrant = _bits(shifted)
    high, error_1 = _difference(x - count * HALF_PI[0], count * HALF_PI[1])
    high, error_2 = _difference(high, count * HALF_PI[2])
    low = error_1 + error_2 - count * HALF_PI[3]
    r = high + low
    tail = (high - r) + low
    z = r * r
    square = z * z
    series = (SIN[1] + z * SIN[2]) + square * ((SIN[3] + z * SIN[4]) + square * SIN[5])
    sine = r + (z * r * (SIN[0] + z * series) + tail * (1.0 - 0.5 * z))
    series = (COS[0] + z * COS[1]) + square * ((COS[2] + z * COS[3]) + square * (COS[4] + z * COS[5]))
    half = 0.5 * z
    cosine = 1.0 - half
    cosine += ((1.0 - cosine) - half) + (square * series - r * tail)
    swapped = (quadrant & ONE) == ONE
    first = cosine if swapped else sine
    second = sine if swapped else cosine
    first = _number(_bits(first) ^ ((quadrant & TWO) << SIGN_SHIFT))
    second = _number(_bits(second) ^ (((quadrant + ONE) & TWO) << SIGN_SHIFT))
    if not abs(x) <= LARGEST_ANGLE:
        first = NOT_A_NUMBER
        second = NOT_A_NUMBER
    return first, second


@kernel(inline=True)
def sin(x):
    """Return the sine of an angle in radians, for |x| <= 1.6e6; beyond that not-a-number."""
    return sincos(x)[0]


@kernel(inline=True)
def cos(x):
    """Return the cosine of an angle in radians, for |x| <= 1.6e6; beyond that not-a-number."""
    return sincos(x)[1]


@kernel(inline=True)
def atan2(y, x):
    """Return the angle of the point (x, y) from the x axis, in radians from -pi to pi; of the origin 0.

    The sign of a zero x is not looked at; y of -0.0 counts as below the axis.
    """
    width = abs(x)
    height = abs(y)
    steep = height > width
    small = width if steep else height
    large = height if steep else width
    # Above tan(pi/8) the angle is counted from pi/4 instead.
    folded = small > SQRT_2_LESS_1 * large
    above = small - large if folded else small
    below = small + large if folded else large
    if below == 0.0:
        below = 1.0
    u = above / below
    z = u * u
    square = z * z
    low = (ATAN[0] + z * ATAN[1]) + square * ((ATAN[2] + z * ATAN[3]) + square * (ATAN[4] + z * ATAN[5]))
    high = (ATAN[6] + z * ATAN[7]) + square * ((ATAN[8] + z * ATAN[9]) + square * (ATAN[10] + z * ATAN[11]))
    rest = u * z * (low + square * square * square * high)
    quarters = 1.0 if folded else 0.0
    if steep:
        quarters = 2.0 - quarters
        u = -u
        rest = -rest
    if x < 0.0:
        quarters = 4.0 - quarters
        u = -u
        rest = -rest
    base = quarters * QUARTER_PI_HIGH
    angle = base + u
    lost = (base - angle) + u
    angle += lost + (rest + quarters * QUARTER_PI_LOW)
    return _number(_bits(angle) | (_bits(y) & SIGN))


@kernel(inline=True)
def _asin_rest(z):
    """(asin(x) - x) / x for z = x squared up to 1/4."""
    square = z * z
    fourth = square * square
    low = (ASIN[0] + z * ASIN[1]) + square * (ASIN[2] + z * ASIN[3])
    middle = (ASIN[4] + z * ASIN[5]) + square * (ASIN[6] + z * ASIN[7])
    high = (ASIN[8] + z * ASIN[9]) + square * (ASIN[10] + z * ASIN[11])
    highest = ASIN[12] + z * ASIN[13]
    return z * (low + fourth * (middle + fourth * (high + fourth * highest)))


@kernel
def asin(x):
    """Return the angle in radians, from -pi/2 to pi/2, whose sine is x; for |x| above 1 not-a-number."""
    width = abs(x)
    if width <= 0.5:
        return x + x * _asin_rest(x * x)
    if not width <= 1.0:
        return NOT_A_NUMBER
    z = 0.5 * (1.0 - width)
    root = np.sqrt(z)
    if root == 0.0:
        return 2.0 * QUARTER_PI_HIGH if x > 0.0 else -2.0 * QUARTER_PI_HIGH
    root_high = _number(_bits(root) & UPPER_HALF)
    root_low = (z - root_high * root_high) / (root + root_high)
    rest = 2.0 * root * _asin_rest(z) - (2.0 * QUARTER_PI_LOW - 2.0 * root_low)
    angle = QUARTER_PI_HIGH - (rest - (QUARTER_PI_HIGH - 2.0 * root_high))
    return angle if x > 0.0 else -angle


@kernel
def acos(x):
    """Return the angle in radians, from 0 to pi, whose cosine is x; for |x| above 1 not-a-number."""
    width = abs(x)
    if width <= 0.5:
        return 2.0 * QUARTER_PI_HIGH - (x - (2.0 * QUARTER_PI_LOW - x * _asin_rest(x * x)))
    if not width <= 1.0:
        return NOT_A_NUMBER
    z = 0.5 * (1.0 - width)
    root = np.sqrt(z)
    rest = root * _asin_rest(z)
    if x > 0.0:
        return 2.0 * (root + rest)
    return 4.0 * QUARTER_PI_HIGH - 2.0 * (root + (rest - 2.0 * QUARTER_PI_LOW))


@kernel(inline=True)
def _octic(c, x):
    """Polynomial of degree 8 with the coefficients c, lowest first."""
    square = x * x
    fourth = square * square
    low = (c[0] + x * c[1]) + square * (c[2] + x * c[3])
    high = (c[4] + x * c[5]) + square * (c[6] + x * c[7])
    return low + fourth * (high + fourth * c[8])


@kernel
def normal_quantile(u):
    """Return the number below which a standard normal variable falls with probability u.

    For 1e-17 <= u <= 1 - 1e-16, which holds every keyed uniform number; relative error below 1e-15.
    """
    q = u - 0.5
    if abs(q) <= 0.425:
        v = 0.180625 - q * q
        return q * (_octic(MIDDLE_ABOVE, v) / _octic(MIDDLE_BELOW, v))
    p = u if q < 0.0 else 1.0 - u
    v = np.sqrt(-log(p)) - 1.6
    quantile = _octic(TAIL_ABOVE, v) / _octic(TAIL_BELOW, v)
    return -quantile if q < 0.0 else quantile

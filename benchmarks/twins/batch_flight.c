/* `advance` of kernels/flight.py with what it calls, line by line, around the same table: the yardstick that says
 * what the compiled kernel leaves on the table. Strict IEEE 754, nothing contracted. The struct AIRFRAME is written
 * into layouts.h, and the table of the air into air.h, from the kernels when this is built. */

#include <math.h>
#include <stdint.h>

#include "air.h"
#include "layouts.h"

#define MAX(a, b) ((b) > (a) ? (b) : (a))
#define MIN(a, b) ((b) < (a) ? (b) : (a))

enum {
    X, Y, Z, VX, VY, VZ, AX, AY, AZ, CX, CY, CZ, BX, BY, BZ, LAUNCHED, ACTIVE, PHASE, PEAK,
    TX, TY, TZ, TVX, TVY, TVZ, TT, PX, PY, PZ, PT
};

static const double STANDARD_GRAVITY = 9.80665, SOUND = 1.4 * 287.0528215, SEA_LEVEL_DENSITY = 1.225, TINY = 1e-12;
static const double NEARLY_THERE = 0.7;

typedef struct { double x, y, z; } VECTOR;

static inline void air(double height, double *density, double *temperature)
{
    double inside = MIN(MAX(height, -1000.0), AIR_TOP);
    double place = (AIR_RADIUS * inside / (AIR_RADIUS + inside) - AIR_FLOOR) * (1.0 / AIR_CELL);
    int64_t cell = (int64_t)place;
    double part = place - cell;
    const double *row = AIR[cell];
    double inner = row[0] + part * (row[1] + part * (row[2] + part * row[3]));
    *density = height <= AIR_TOP ? inner : 0.0;
    *temperature = row[4] + part * row[5];
}

static inline double zero_lift_drag(double mach, double subsonic, double peak, double limit)
{
    double rise = MIN(MAX((mach - 0.8) * (1.0 / 0.3), 0.0), 1.0);
    double below = subsonic + (peak - subsonic) * rise * rise * (3.0 - 2.0 * rise);
    double above = limit + (peak - limit) * 1.1 / MAX(mach, 1.1);
    return mach < 1.1 ? below : above;
}

static inline double burnt(double age, double start, double until)
{
    return MIN(MAX((age - start) / MAX(until - start, TINY), 0.0), 1.0);
}

static inline double motor(const AIRFRAME *body, double early, double late, double *burning, double *mass)
{
    double age = 0.5 * (early + late);
    double boosting = 0.0, sustaining = 0.0;
    if (early < MAX(body->boost_until, body->sustain_until)) {
        boosting = MAX(MIN(late, body->boost_until) - MAX(early, body->boost_from), 0.0) / (late - early);
        sustaining = MAX(MIN(late, body->sustain_until) - MAX(early, body->sustain_from), 0.0) / (late - early);
    }
    *mass = body->launch_mass - body->boost_propellant * burnt(age, body->boost_from, body->boost_until) -
            body->sustain_propellant * burnt(age, body->sustain_from, body->sustain_until);
    if (age >= body->separation)
        *mass -= body->booster_mass;
    *burning = MIN(boosting + sustaining, 1.0);
    return body->boost_thrust * boosting + body->sustain_thrust * sustaining;
}

static inline VECTOR navigate(VECTOR line, VECTOR rate, VECTOR heading, double speed, double navigation)
{
    double square = MAX(line.x * line.x + line.y * line.y + line.z * line.z, TINY);
    double closing = -(line.x * rate.x + line.y * rate.y + line.z * rate.z) / sqrt(square);
    double gain = navigation * MAX(speed, closing * 2.0 / 3.0) / square;
    double ox = line.y * rate.z - line.z * rate.y;
    double oy = line.z * rate.x - line.x * rate.z;
    double oz = line.x * rate.y - line.y * rate.x;
    return (VECTOR){gain * (oy * heading.z - oz * heading.y), gain * (oz * heading.x - ox * heading.z),
                    gain * (ox * heading.y - oy * heading.x)};
}

static inline VECTOR as_if_grown(VECTOR rate, VECTOR way, VECTOR heading, double speed, double left)
{
    if (left <= NEARLY_THERE)
        return rate;
    double mean = sqrt(way.x * way.x + way.y * way.y + way.z * way.z) / left;
    double more = MAX(mean - speed, 0.0);
    return (VECTOR){rate.x - more * heading.x, rate.y - more * heading.y, rate.z - more * heading.z};
}

static inline VECTOR lofted(const AIRFRAME *body, VECTOR way, VECTOR up, double speed, double density)
{
    double square = way.x * way.x + way.y * way.y + way.z * way.z;
    double counted = MAX(speed, body->loft_speed);
    counted *= counted * MAX(1.0 - body->loft * density / SEA_LEVEL_DENSITY, 0.1);
    double spare = counted - STANDARD_GRAVITY * (way.x * up.x + way.y * up.y + way.z * up.z);
    spare += sqrt(MAX(spare * spare - STANDARD_GRAVITY * STANDARD_GRAVITY * square, 0.0));
    double to_go = sqrt(square);
    double raised = to_go * MIN(STANDARD_GRAVITY * to_go / MAX(spare, TINY), body->loft_limit);
    double wx = way.x + raised * up.x, wy = way.y + raised * up.y, wz = way.z + raised * up.z;
    double per = 1.0 / MAX(sqrt(wx * wx + wy * wy + wz * wz), TINY);
    return (VECTOR){wx * per, wy * per, wz * per};
}

static inline VECTOR across(VECTOR vector, VECTOR heading, double limit, double *after)
{
    double along = vector.x * heading.x + vector.y * heading.y + vector.z * heading.z;
    double x = vector.x - along * heading.x, y = vector.y - along * heading.y, z = vector.z - along * heading.z;
    double length = sqrt(x * x + y * y + z * z);
    double cut = MIN(1.0, limit / MAX(length, TINY));
    *after = length * cut;
    return (VECTOR){x * cut, y * cut, z * cut};
}

static inline int hands_over(const AIRFRAME *body, VECTOR line, VECTOR rate, VECTOR way, VECTOR heading)
{
    double square = line.x * line.x + line.y * line.y + line.z * line.z;
    double approach = -(line.x * rate.x + line.y * rate.y + line.z * rate.z);
    int near = square <= MAX(body->hand_over_range * body->hand_over_range, body->hand_over_time * approach);
    double quick = rate.x * rate.x + rate.y * rate.y + rate.z * rate.z;
    int closes = near && approach > 0.0 && approach * approach >= 0.75 * square * quick;
    double along = way.x * heading.x + way.y * heading.y + way.z * heading.z;
    return closes && along > 0.0 && along * along >= 0.75 * (way.x * way.x + way.y * way.y + way.z * way.z);
}

static void advance(double *table, int64_t stride, int64_t first, int64_t last, const AIRFRAME *body, double time,
                    double step, double radius)
{
#define FLIGHT(row) table[(row) * stride + i]
    for (int64_t i = first; i < last; i++) {
        double launched = FLIGHT(LAUNCHED);
        double start = MAX(time, launched);
        double h = time + step - start;
        if (FLIGHT(ACTIVE) == 0.0 || h <= 0.0)
            continue;
        double middle = start + 0.5 * h;
        double age = middle - launched;

        double x = FLIGHT(X), y = FLIGHT(Y), z = FLIGHT(Z);
        double vx = FLIGHT(VX), vy = FLIGHT(VY), vz = FLIGHT(VZ);
        double ux = vx + 0.5 * h * FLIGHT(CX);
        double uy = vy + 0.5 * h * FLIGHT(CY);
        double uz = vz + 0.5 * h * FLIGHT(CZ);
        double mx = x + 0.25 * h * (vx + ux);
        double my = y + 0.25 * h * (vy + uy);
        double mz = z + 0.25 * h * (vz + uz);
        double speed = MAX(sqrt(ux * ux + uy * uy + uz * uz), TINY);
        VECTOR heading = {ux / speed, uy / speed, uz / speed};
        double centre = sqrt(mx * mx + my * my + (mz + radius) * (mz + radius));
        VECTOR up = {mx / centre, my / centre, (mz + radius) / centre};
        double gravity = STANDARD_GRAVITY * (radius / centre) * (radius / centre);

        double burning, mass, density, temperature, pull, ignored;
        double thrust = motor(body, age - 0.5 * h, age + 0.5 * h, &burning, &mass);
        air(centre - radius, &density, &temperature);
        double press = 0.5 * density * speed * speed * (age >= body->separation ? body->area : body->boost_area);
        double agile = MAX((press * body->max_lift + thrust * body->vane) / mass, TINY);
        double limit = MIN(agile, body->structural_limit);

        VECTOR command = {0.0, 0.0, 0.0};
        if (age >= body->turn_over) {
            double ahead = middle - FLIGHT(TT);
            VECTOR line = {FLIGHT(TX) + FLIGHT(TVX) * ahead - mx, FLIGHT(TY) + FLIGHT(TVY) * ahead - my,
                           FLIGHT(TZ) + FLIGHT(TVZ) * ahead - mz};
            VECTOR rate = {FLIGHT(TVX) - ux, FLIGHT(TVY) - uy, FLIGHT(TVZ) - uz};
            double phase = FLIGHT(PHASE);
            VECTOR way = {FLIGHT(PX) - mx, FLIGHT(PY) - my, FLIGHT(PZ) - mz};
            double grow = phase > 0.0 || hands_over(body, line, rate, way, heading) ? h / MAX(body->blend, TINY) : 0.0;
            double share = MIN(phase + 0.5 * grow, 1.0);
            FLIGHT(PHASE) = MIN(phase + grow, 1.0);
            double cx = gravity * up.x, cy = gravity * up.y, cz = gravity * up.z;
            if (share < 1.0) {
                VECTOR raised = lofted(body, way, up, speed, density);
                double turn = (1.0 - share) * body->steering * speed;
                cx = cx + turn * raised.x, cy = cy + turn * raised.y, cz = cz + turn * raised.z;
            }
            if (share > 0.0) {
                if (burning > 0.0)
                    rate = as_if_grown(rate, way, heading, speed, FLIGHT(PT) - middle);
                VECTOR bend = navigate(line, rate, heading, speed, share * body->navigation);
                cx = cx + bend.x, cy = cy + bend.y, cz = cz + bend.z;
            }
            command = across((VECTOR){cx, cy, cz}, heading, limit, &ignored);
        }

        double whole = h * (body->lag + 0.5 * h);
        whole /= body->lag * body->lag + whole;
        double half = 0.5 * h * (body->lag + 0.25 * h);
        half /= body->lag * body->lag + half;
        double ax = FLIGHT(AX), ay = FLIGHT(AY), az = FLIGHT(AZ);
        double bx = command.x - ax, by = command.y - ay, bz = command.z - az;
        VECTOR lift = across((VECTOR){ax + half * bx, ay + half * by, az + half * bz}, heading, limit, &pull);
        FLIGHT(AX) = ax + whole * bx;
        FLIGHT(AY) = ay + whole * by;
        FLIGHT(AZ) = az + whole * bz;

        double used = pull / agile;
        double drag = zero_lift_drag(speed / sqrt(SOUND * temperature), body->drag_subsonic, body->drag_peak,
                                     body->drag_limit);
        drag *= 1.0 + (body->drag_burning - 1.0) * burning;
        drag += body->induced * (body->max_lift * used) * (body->max_lift * used);
        double push = (thrust * sqrt(1.0 - body->vane * body->vane * used * used) - press * drag) / mass;
        double tx = push * heading.x + lift.x - gravity * up.x;
        double ty = push * heading.y + lift.y - gravity * up.y;
        double tz = push * heading.z + lift.z - gravity * up.z;

        FLIGHT(BX) = x, FLIGHT(BY) = y, FLIGHT(BZ) = z;
        FLIGHT(CX) = tx, FLIGHT(CY) = ty, FLIGHT(CZ) = tz;
        FLIGHT(X) = x + h * (vx + 0.5 * h * tx);
        FLIGHT(Y) = y + h * (vy + 0.5 * h * ty);
        FLIGHT(Z) = z + h * (vz + 0.5 * h * tz);
        vx = vx + h * tx, vy = vy + h * ty, vz = vz + h * tz;
        FLIGHT(VX) = vx, FLIGHT(VY) = vy, FLIGHT(VZ) = vz;
        FLIGHT(PEAK) = MAX(FLIGHT(PEAK), sqrt(vx * vx + vy * vy + vz * vz));
    }
}

void fly(double *table, int64_t stride, const AIRFRAME *airframes, int64_t kind, int64_t ticks, double step,
         double radius)
{
    for (int64_t tick = 0; tick < ticks; tick++)
        advance(table, stride, 0, stride, &airframes[kind], tick * step, step, radius);
}

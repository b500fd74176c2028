/* The tracker of kernels/gates.py, kernels/filters.py and kernels/assignment.py, line by line, around the same
 * tables: the yardstick that says what the compiled kernels leave on the table. Strict IEEE 754, nothing contracted.
 * The struct types are written into layouts.h from the tables of the engine when this is built. */

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "layouts.h"

#define MAX(a, b) ((b) > (a) ? (b) : (a))
#define MIN(a, b) ((b) < (a) ? (b) : (a))
#define RESTRICT __restrict__

enum { FREE, TENTATIVE, CONFIRMED };
static const double GATE = 16.0, TENTATIVE_WEIGHT = 1.0 / 1024.0, SLACK = 1.0, UNKNOWN_HEIGHT = 1e12;
static const int64_t WINDOW = 31;

static void predict(TRACK *track, double *p, double t, double q)
{
    double h = t - track->t;
    if (h <= 0.0)
        return;
    track->x += h * track->vx;
    track->y += h * track->vy;
    track->z += h * track->vz;
    track->t = t;
    double velocity_noise = q * h;
    double cross_noise = velocity_noise * h * 0.5;
    double position_noise = velocity_noise * h * h / 3.0;
    double h2 = h * h;
    p[0] += 2.0 * h * p[6] + h2 * p[15] + position_noise;
    p[1] += h * (p[7] + p[9]) + h2 * p[16];
    p[2] += h * (p[8] + p[12]) + h2 * p[17];
    p[3] += 2.0 * h * p[10] + h2 * p[18] + position_noise;
    p[4] += h * (p[11] + p[13]) + h2 * p[19];
    p[5] += 2.0 * h * p[14] + h2 * p[20] + position_noise;
    p[6] += h * p[15] + cross_noise;
    p[7] += h * p[16];
    p[8] += h * p[17];
    p[9] += h * p[16];
    p[10] += h * p[18] + cross_noise;
    p[11] += h * p[19];
    p[12] += h * p[17];
    p[13] += h * p[19];
    p[14] += h * p[20] + cross_noise;
    p[15] += velocity_noise;
    p[18] += velocity_noise;
    p[20] += velocity_noise;
}

static void expect(const TRACK *track, const double *p, double t, double q, SLOT *there)
{
    double h = t - track->t;
    double h2 = h * h;
    double noise = q * h2 * fabs(h) / 3.0;
    there->x = track->x + h * track->vx;
    there->y = track->y + h * track->vy;
    there->z = track->z + h * track->vz;
    there->xx = p[0] + 2.0 * h * p[6] + h2 * p[15] + noise;
    there->xy = p[1] + h * (p[7] + p[9]) + h2 * p[16];
    there->xz = p[2] + h * (p[8] + p[12]) + h2 * p[17];
    there->yy = p[3] + 2.0 * h * p[10] + h2 * p[18] + noise;
    there->yz = p[4] + h * (p[11] + p[13]) + h2 * p[19];
    there->zz = p[5] + 2.0 * h * p[14] + h2 * p[20] + noise;
}

static double mahalanobis(const SLOT *there, const PLOT *plot)
{
    double dx = plot->x - there->x;
    double dy = plot->y - there->y;
    double dz = plot->z - there->z;
    double a = there->xx + plot->xx;
    double b = there->xy + plot->xy;
    double c = there->xz + plot->xz;
    double d = there->yy + plot->yy;
    double e = there->yz + plot->yz;
    double f = there->zz + plot->zz;
    double xx = d * f - e * e;
    double xy = c * e - b * f;
    double xz = b * e - c * d;
    double yy = a * f - c * c;
    double yz = b * c - a * e;
    double zz = a * d - b * b;
    double square =
        dx * (xx * dx + 2.0 * (xy * dy + xz * dz)) + dy * (yy * dy + 2.0 * yz * dz) + zz * dz * dz;
    return square / (a * xx + b * xy + c * xz);
}

static void update(TRACK *track, double *p, double t, const PLOT *plot, double q)
{
    double lag = t - track->t;
    if (lag > 0.0) {
        predict(track, p, t, q);
        lag = 0.0;
    }
    double xx = p[0] + lag * p[6], xy = p[1] + lag * p[7], xz = p[2] + lag * p[8];
    double yx = p[1] + lag * p[9], yy = p[3] + lag * p[10], yz = p[4] + lag * p[11];
    double zx = p[2] + lag * p[12], zy = p[4] + lag * p[13], zz = p[5] + lag * p[14];
    double ux = p[6] + lag * p[15], uy = p[9] + lag * p[16], uz = p[12] + lag * p[17];
    double vx = p[7] + lag * p[16], vy = p[10] + lag * p[18], vz = p[13] + lag * p[19];
    double wx = p[8] + lag * p[17], wy = p[11] + lag * p[19], wz = p[14] + lag * p[20];
    double noise = -q * lag * lag * lag / 3.0;
    double dx = plot->x - (track->x + lag * track->vx);
    double dy = plot->y - (track->y + lag * track->vy);
    double dz = plot->z - (track->z + lag * track->vz);
    double a = xx + lag * ux + noise + plot->xx;
    double b = xy + lag * uy + plot->xy;
    double c = xz + lag * uz + plot->xz;
    double d = yy + lag * vy + noise + plot->yy;
    double e = yz + lag * vz + plot->yz;
    double f = zz + lag * wz + noise + plot->zz;
    double i0 = d * f - e * e;
    double i1 = c * e - b * f;
    double i2 = b * e - c * d;
    double scale = 1.0 / (a * i0 + b * i1 + c * i2);
    i0 *= scale;
    i1 *= scale;
    i2 *= scale;
    double i3 = (a * f - c * c) * scale;
    double i4 = (b * c - a * e) * scale;
    double i5 = (a * d - b * b) * scale;
    double g, h, m;
#define GAIN(x, y, z) \
    g = x * i0 + y * i1 + z * i2; \
    h = x * i1 + y * i3 + z * i4; \
    m = x * i2 + y * i4 + z * i5
    GAIN(xx, xy, xz);
    track->x += g * dx + h * dy + m * dz;
    p[0] -= g * xx + h * xy + m * xz;
    p[1] -= g * yx + h * yy + m * yz;
    p[2] -= g * zx + h * zy + m * zz;
    p[6] -= g * ux + h * uy + m * uz;
    p[7] -= g * vx + h * vy + m * vz;
    p[8] -= g * wx + h * wy + m * wz;
    GAIN(yx, yy, yz);
    track->y += g * dx + h * dy + m * dz;
    p[3] -= g * yx + h * yy + m * yz;
    p[4] -= g * zx + h * zy + m * zz;
    p[9] -= g * ux + h * uy + m * uz;
    p[10] -= g * vx + h * vy + m * vz;
    p[11] -= g * wx + h * wy + m * wz;
    GAIN(zx, zy, zz);
    track->z += g * dx + h * dy + m * dz;
    p[5] -= g * zx + h * zy + m * zz;
    p[12] -= g * ux + h * uy + m * uz;
    p[13] -= g * vx + h * vy + m * vz;
    p[14] -= g * wx + h * wy + m * wz;
    GAIN(ux, uy, uz);
    track->vx += g * dx + h * dy + m * dz;
    p[15] -= g * ux + h * uy + m * uz;
    p[16] -= g * vx + h * vy + m * vz;
    p[17] -= g * wx + h * wy + m * wz;
    GAIN(vx, vy, vz);
    track->vy += g * dx + h * dy + m * dz;
    p[18] -= g * vx + h * vy + m * vz;
    p[19] -= g * wx + h * wy + m * wz;
    GAIN(wx, wy, wz);
    track->vz += g * dx + h * dy + m * dz;
    p[20] -= g * wx + h * wy + m * wz;
#undef GAIN
}

static void start(TRACK *track, double *p, double t, const PLOT *plot, const double *priors)
{
    track->x = plot->x;
    track->y = plot->y;
    track->z = plot->z;
    track->vx = 0.0;
    track->vy = 0.0;
    track->vz = 0.0;
    track->t = t;
    memset(p, 0, 21 * sizeof *p);
    p[0] = plot->xx;
    p[1] = plot->xy;
    p[2] = plot->xz;
    p[3] = plot->yy;
    p[4] = plot->yz;
    p[5] = plot->zz < UNKNOWN_HEIGHT ? plot->zz : priors[2] * priors[2];
    p[15] = priors[0] * priors[0];
    p[18] = priors[0] * priors[0];
    p[20] = priors[1] * priors[1];
}

static int64_t pack(const TRACK *tracks, const double *covariance, int64_t hi, double t, double q,
                    float *RESTRICT columns, int64_t width, SLOT *RESTRICT slots)
{
    int64_t count = 0;
    for (int64_t k = 0; k < hi; k++) {
        int64_t status = tracks[k].status;
        if (status == FREE)
            continue;
        SLOT *slot = &slots[count];
        slot->row = k;
        slot->weight = status >= CONFIRMED ? 1.0 : TENTATIVE_WEIGHT;
        slot->expected = 0;
        const TRACK *track = &tracks[k];
        const double *p = covariance + 21 * k;
        double h = t - track->t;
        double h2 = h * h;
        double noise = q * h2 * fabs(h) / 3.0;
        double xx = p[0] + 2.0 * h * p[6] + h2 * p[15] + noise;
        double yy = p[3] + 2.0 * h * p[10] + h2 * p[18] + noise;
        columns[count] = (float)(track->x + h * track->vx);
        columns[width + count] = (float)(track->y + h * track->vy);
        columns[2 * width + count] = (float)(sqrt(GATE * MAX(xx, yy)) + SLACK);
        count++;
    }
    return count;
}

static int64_t candidates(const float *RESTRICT columns, int64_t stride, int64_t count, const PLOT *plots,
                          int64_t number, uint64_t *RESTRICT words, PAIR *pairs, int64_t room)
{
    uint8_t *RESTRICT hits = (uint8_t *)words;
    const float *RESTRICT east = columns, *RESTRICT north = columns + stride, *RESTRICT width = columns + 2 * stride;
    int64_t found = 0;
    for (int64_t i = 0; i < number; i++) {
        const PLOT *plot = &plots[i];
        float x = (float)plot->x;
        float y = (float)plot->y;
        float reach = (float)sqrt(GATE * MAX(plot->xx, plot->yy));
        for (int64_t j = 0; j < count; j++)
            hits[j] = (fabsf(x - east[j]) < width[j] + reach) & (fabsf(y - north[j]) < width[j] + reach);
        for (int64_t word = 0; word < (count + 7) >> 3; word++) {
            uint64_t eight;
            memcpy(&eight, hits + 8 * word, sizeof eight);
            if (eight == 0)
                continue;
            for (int64_t j = 8 * word; j < MIN(8 * word + 8, count); j++) {
                if (hits[j] == 0)
                    continue;
                if (found == room)
                    return -1;
                pairs[found].plot = i;
                pairs[found].slot = j;
                found++;
            }
        }
    }
    return found;
}

static int64_t measure(const TRACK *tracks, const double *covariance, double t, double q, SLOT *slots,
                       const PLOT *plots, PAIR *pairs, int64_t found)
{
    int64_t kept = 0;
    for (int64_t pair = 0; pair < found; pair++) {
        int64_t i = pairs[pair].plot, j = pairs[pair].slot;
        if (slots[j].expected == 0) {
            expect(&tracks[slots[j].row], covariance + 21 * slots[j].row, t, q, &slots[j]);
            slots[j].expected = 1;
        }
        double distance = mahalanobis(&slots[j], &plots[i]);
        if (distance < GATE) {
            pairs[kept].plot = i;
            pairs[kept].slot = j;
            pairs[kept].distance = distance;
            kept++;
        }
    }
    return kept;
}

static void admit(const PAIR *pairs, SLOT *slots, CLAIM *claims, int64_t start)
{
    int64_t reached = 0, leaving = start, end = -1, i = start;
    double length = 0.0, leaving_length = INFINITY;
    for (;;) {
        if (length - claims[i].price < leaving_length) {
            leaving = i;
            leaving_length = length - claims[i].price;
        }
        for (int64_t pair = claims[i].first; pair < claims[i + 1].first; pair++) {
            int64_t j = pairs[pair].slot;
            SLOT *slot = &slots[j];
            if (slot->settled == 1)
                continue;
            if (slot->length == INFINITY)
                slots[reached++].reached = j;
            double cost = (pairs[pair].distance - GATE) * slot->weight;
            double through = length + cost - claims[i].price - slot->price;
            if (through < slot->length) {
                slot->length = through;
                slot->parent = i;
            }
        }
        int64_t nearest = -1;
        for (int64_t n = 0; n < reached; n++) {
            int64_t j = slots[n].reached;
            if (slots[j].settled == 0 &&
                (nearest < 0 || slots[j].length < slots[nearest].length ||
                 (slots[j].length == slots[nearest].length && j < nearest)))
                nearest = j;
        }
        if (nearest < 0 || slots[nearest].length > leaving_length) {
            length = leaving_length;
            break;
        }
        slots[nearest].settled = 1;
        length = slots[nearest].length;
        if (slots[nearest].owner < 0) {
            end = nearest;
            break;
        }
        i = slots[nearest].owner;
    }
    claims[start].price += length;
    for (int64_t n = 0; n < reached; n++) {
        SLOT *slot = &slots[slots[n].reached];
        if (slot->settled == 1) {
            slot->price -= length - slot->length;
            if (slot->owner >= 0)
                claims[slot->owner].price += length - slot->length;
        }
        slot->length = INFINITY;
        slot->settled = 0;
    }
    if (end < 0) {
        end = claims[leaving].slot;
        claims[leaving].slot = -1;
    }
    while (end >= 0) {
        i = slots[end].parent;
        slots[end].owner = i;
        int64_t freed = claims[i].slot;
        claims[i].slot = end;
        if (i == start)
            break;
        end = freed;
    }
}

static void associate(const PAIR *pairs, int64_t found, SLOT *slots, CLAIM *claims, int64_t number, int64_t *assigned)
{
    for (int64_t pair = 0; pair < found; pair++) {
        SLOT *slot = &slots[pairs[pair].slot];
        slot->price = 0.0;
        slot->length = INFINITY;
        slot->owner = -1;
        slot->rivals = 0;
        slot->settled = 0;
    }
    int64_t pair = 0;
    for (int64_t i = 0; i < number; i++) {
        claims[i].first = pair;
        claims[i].slot = -1;
        claims[i].price = 0.0;
        for (; pair < found && pairs[pair].plot == i; pair++)
            slots[pairs[pair].slot].rivals++;
    }
    claims[number].first = found;
    for (int64_t i = 0; i < number; i++) {
        int64_t first = claims[i].first, options = claims[i + 1].first - first;
        if (options == 1 && slots[pairs[first].slot].rivals == 1)
            claims[i].slot = pairs[first].slot;
        else if (options > 0)
            admit(pairs, slots, claims, i);
    }
    for (int64_t i = 0; i < number; i++)
        assigned[i] = claims[i].slot >= 0 ? slots[claims[i].slot].row : -1;
}

static void settle(TRACK *track, int64_t s, double t, int64_t confirm_hits, int64_t confirm_looks, double drop_after)
{
    if (track->status == TENTATIVE && track->sensor == s) {
        int64_t hits = 0;
        for (int bit = 0; bit < 5; bit++)
            hits += (track->history >> bit) & 1;
        if (hits >= confirm_hits)
            track->status = CONFIRMED;
        else if (track->looks >= confirm_looks)
            track->status = FREE;
    }
    if (track->status != FREE && t - track->t > drop_after)
        track->status = FREE;
}

int64_t follow(const PICTURE *picture, const LOOK *looks, int64_t first_look, int64_t last_look, const PLOT *plots)
{
    TRACK *tracks = picture->tracks;
    double *covariance = picture->covariance, *rules = picture->rules;
    int64_t capacity = picture->tracks_length, high = (int64_t)rules[4], measured = 0, updates = 0;
    double q = rules[0], drop_after = rules[1];
    int64_t confirm_hits = (int64_t)rules[2], confirm_looks = (int64_t)rules[3];
    for (int64_t n = first_look; n < last_look; n++) {
        double t = looks[n].t;
        int64_t s = looks[n].sensor, first = looks[n].first, count = looks[n].count;
        for (int64_t i = 0; i < count; i++)
            picture->batch[i] = plots[first + i];
        for (int64_t k = 0; k < high; k++) {
            if (tracks[k].status == TENTATIVE && tracks[k].sensor == s) {
                tracks[k].history = (tracks[k].history << 1) & WINDOW;
                tracks[k].looks += 1;
            }
        }
        int64_t live = pack(tracks, covariance, high, t, q, picture->columns, capacity, picture->slots);
        int64_t found = candidates(picture->columns, capacity, live, picture->batch, count, picture->words,
                                   picture->pairs, picture->pairs_length);
        if (found < 0)
            return -1;
        found = measure(tracks, covariance, t, q, picture->slots, picture->batch, picture->pairs, found);
        measured += found;
        associate(picture->pairs, found, picture->slots, picture->claims, count, picture->assigned);
        for (int64_t i = 0; i < count; i++) {
            int64_t k = picture->assigned[i];
            if (k >= 0) {
                update(&tracks[k], covariance + 21 * k, t, &picture->batch[i], q);
                tracks[k].history |= 1;
                updates++;
            }
        }
        int64_t free = 0;
        for (int64_t i = 0; i < count; i++) {
            if (picture->assigned[i] < 0) {
                while (free < capacity && tracks[free].status != FREE)
                    free++;
                if (free == capacity)
                    return -1;
                start(&tracks[free], covariance + 21 * free, t, &picture->batch[i], picture->priors);
                tracks[free].status = TENTATIVE;
                tracks[free].sensor = s;
                tracks[free].history = 1;
                tracks[free].looks = 1;
                picture->assigned[i] = free;
                high = MAX(high, free + 1);
            }
            picture->taken[first + i] = picture->assigned[i];
        }
        for (int64_t k = 0; k < high; k++)
            settle(&tracks[k], s, t, confirm_hits, confirm_looks, drop_after);
        while (high > 0 && tracks[high - 1].status == FREE)
            high--;
    }
    rules[4] = (double)high;
    rules[5] = (double)updates;
    return measured;
}

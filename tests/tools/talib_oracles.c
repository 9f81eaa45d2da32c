/* Prints TA-Lib's values for chosen bars of chosen symbols: oracles BARS.csv SYMBOL ... (the last one is the benchmark). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ta_libc.h"

#define MAX_BARS 4096
#define MAX_COLUMNS 96

typedef struct { int n; char date[MAX_BARS][11]; double o[MAX_BARS], h[MAX_BARS], l[MAX_BARS], c[MAX_BARS], v[MAX_BARS]; } Series;
typedef struct { const char *name; double values[MAX_BARS]; } Column;

static Column columns[MAX_COLUMNS];
static int count, begin, length;

/* The bars of one symbol; a row whose high or low does not contain its open and close is left out, as the batch refuses it. */
static void load(const char *file, const char *symbol, Series *s) {
    char line[256], name[16];
    FILE *f = fopen(file, "r");
    if (!f) { perror(file); exit(1); }
    for (s->n = 0; fgets(line, sizeof line, f);) {
        int i = s->n;
        if (sscanf(line, "%15[^,],%10[^,],%lf,%lf,%lf,%lf,%lf", name, s->date[i], &s->o[i], &s->h[i], &s->l[i], &s->c[i], &s->v[i]) != 7) continue;
        if (strcmp(name, symbol) != 0) continue;
        if (s->h[i] < fmax(s->o[i], s->c[i]) || s->l[i] > fmin(s->o[i], s->c[i])) continue;
        s->n++;
    }
    fclose(f);
}

static double *column(const char *name) {
    Column *c = &columns[count++];
    c->name = name;
    for (int i = 0; i < MAX_BARS; i++) c->values[i] = NAN;
    return c->values;
}

/* Copies an output to the bars it belongs to, scaled. */
static void put(const char *name, const double *out, double scale) {
    double *to = column(name);
    for (int i = 0; i < length; i++) to[begin + i] = out[i] * scale;
}

#define CALL(f, ...) do { begin = length = 0; if (f(__VA_ARGS__) != TA_SUCCESS) { fprintf(stderr, #f " failed\n"); exit(1); } } while (0)

static void compute(const Series *s, const Series *benchmark) {
    static double a[MAX_BARS], b[MAX_BARS], d[MAX_BARS], at[MAX_BARS], log_close[MAX_BARS];
    int last = s->n - 1;
    const int sma[] = {5, 8, 10, 14, 20, 21, 50, 63, 100, 150, 200}, ema[] = {8, 10, 21, 200}, perf[] = {1, 3, 5, 20, 21, 60, 63, 120, 126, 252};
    const int range[] = {20, 60, 120};
    const char *smas[] = {"sma_5", "sma_8", "sma_10", "sma_14", "sma_20", "sma_21", "sma_50", "sma_63", "sma_100", "sma_150", "sma_200"};
    const char *emas[] = {"ema_8", "ema_10", "ema_21", "ema_200"};
    const char *perfs[] = {"perf_1d", "perf_3d", "perf_5d", "perf_20d", "perf_21d", "perf_60d", "perf_63d", "perf_120d", "perf_126d", "perf_252d"};
    const char *highs[] = {"high_20d", "high_60d", "high_120d"}, *lows[] = {"low_20d", "low_60d", "low_120d"};
    count = 0;
    for (int i = 0; i < 11; i++) { CALL(TA_SMA, 0, last, s->c, sma[i], &begin, &length, a); put(smas[i], a, 1); }
    for (int i = 0; i < 4; i++) { CALL(TA_EMA, 0, last, s->c, ema[i], &begin, &length, a); put(emas[i], a, 1); }
    for (int i = 0; i < 10; i++) { CALL(TA_ROC, 0, last, s->c, perf[i], &begin, &length, a); put(perfs[i], a, 1); }
    CALL(TA_ROC, 0, last, s->c, 20, &begin, &length, a); put("roc_20", a, 1);
    CALL(TA_RSI, 0, last, s->c, 14, &begin, &length, a); put("rsi_14", a, 1);
    CALL(TA_ATR, 0, last, s->h, s->l, s->c, 14, &begin, &length, a); put("atr_14", a, 1);
    CALL(TA_ATR, 0, last, s->h, s->l, s->c, 30, &begin, &length, a); put("atr_30", a, 1);
    CALL(TA_NATR, 0, last, s->h, s->l, s->c, 14, &begin, &length, a); put("atrp_14", a, 1);
    CALL(TA_NATR, 0, last, s->h, s->l, s->c, 30, &begin, &length, a); put("atrp_30", a, 1);
    CALL(TA_BBANDS, 0, last, s->c, 20, 2, 2, TA_MAType_SMA, &begin, &length, a, b, d); put("bb_upper_20", a, 1); put("bb_lower_20", d, 1);
    CALL(TA_STOCH, 0, last, s->h, s->l, s->c, 14, 3, TA_MAType_SMA, 3, TA_MAType_SMA, &begin, &length, a, b); put("stoch_k_14_3", a, 1); put("stoch_d_3", b, 1);
    CALL(TA_STOCHF, 0, last, s->h, s->l, s->c, 20, 1, TA_MAType_SMA, &begin, &length, a, b); put("range_pos_20d", a, 1);
    CALL(TA_STOCHF, 0, last, s->h, s->l, s->c, 50, 1, TA_MAType_SMA, &begin, &length, a, b); put("range_pos_50d", a, 1);
    CALL(TA_STOCHF, 0, last, s->h, s->l, s->c, 252, 1, TA_MAType_SMA, &begin, &length, a, b); put("range_pos_52w", a, 1);
    for (int i = 0; i < 3; i++) { CALL(TA_MAX, 0, last, s->h, range[i], &begin, &length, a); put(highs[i], a, 1); }
    for (int i = 0; i < 3; i++) { CALL(TA_MIN, 0, last, s->l, range[i], &begin, &length, a); put(lows[i], a, 1); }
    CALL(TA_SAR, 0, last, s->h, s->l, 0.02, 0.2, &begin, &length, a); put("psar", a, 1);
    CALL(TA_TRIX, 0, last, s->c, 15, &begin, &length, a); put("trix_15", a, 1);
    CALL(TA_MAX, 0, last, s->h, 252, &begin, &length, a); put("high_52w", a, 1);
    CALL(TA_MIN, 0, last, s->l, 252, &begin, &length, a); put("low_52w", a, 1);
    CALL(TA_WILLR, 0, last, s->h, s->l, s->c, 14, &begin, &length, a); put("willr_14", a, 1);
    CALL(TA_CCI, 0, last, s->h, s->l, s->c, 20, &begin, &length, a); put("cci_20", a, 1);
    CALL(TA_MFI, 0, last, s->h, s->l, s->c, s->v, 14, &begin, &length, a); put("mfi_14", a, 1);
    CALL(TA_OBV, 0, last, s->c, s->v, &begin, &length, a); put("obv", a, 1);
    CALL(TA_SMA, 0, last, s->v, 50, &begin, &length, a); put("volume_sma_50", a, 1);

    /* Sample deviation of log returns, from TA-Lib's population deviation. */
    log_close[0] = 0;
    for (int i = 1; i < s->n; i++) log_close[i] = log(s->c[i] / s->c[i - 1]);
    CALL(TA_STDDEV, 1, last, log_close, 20, 1, &begin, &length, a); begin = 20; length--;
    put("hv_20", a + 1, 100 * sqrt(252 * 20.0 / 19));
    CALL(TA_STDDEV, 1, last, log_close, 60, 1, &begin, &length, a); begin = 60; length--;
    put("hv_60", a + 1, 100 * sqrt(252 * 60.0 / 59));

    /* The benchmark's close on the symbol's own dates; correlation of returns, which TA-Lib's CORREL does not take itself. */
    for (int i = 0, j = 0; i < s->n; i++) {
        while (strcmp(benchmark->date[j], s->date[i]) != 0) j++;
        at[i] = benchmark->c[j];
    }
    CALL(TA_BETA, 0, last, at, s->c, 252, &begin, &length, a); put("beta_252", a, 1);
    b[0] = d[0] = 0;
    for (int i = 1; i < s->n; i++) { b[i] = at[i] / at[i - 1] - 1; d[i] = s->c[i] / s->c[i - 1] - 1; }
    CALL(TA_CORREL, 1, last, b, d, 252, &begin, &length, a); begin = 252; length--; put("corr_252", a + 1, 1);

    /* Seeded in TA-Lib's own way: comparable after convergence. */
    CALL(TA_MACD, 0, last, s->c, 12, 26, 9, &begin, &length, a, b, d); put("macd", a, 1); put("macd_signal", b, 1); put("macd_histogram", d, 1);
    CALL(TA_ADX, 0, last, s->h, s->l, s->c, 14, &begin, &length, a); put("adx_14", a, 1);
    CALL(TA_PLUS_DI, 0, last, s->h, s->l, s->c, 14, &begin, &length, a); put("plus_di_14", a, 1);
    CALL(TA_MINUS_DI, 0, last, s->h, s->l, s->c, 14, &begin, &length, a); put("minus_di_14", a, 1);
}

/* The shortest text that reads back as the same number. */
static void print(double x) {
    char text[32];
    if (isnan(x)) { printf(","); return; }
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, x);
        if (strtod(text, NULL) == x) break;
    }
    printf(",%s", text);
}

/* Bars around the first values of each column, then every 50th, then the last. */
static int chosen(int bar, int bars) {
    const int early[] = {0, 4, 7, 9, 13, 14, 15, 17, 19, 20, 27, 30, 49, 50, 60, 99, 120, 149, 199, 251, 252, 253};
    for (size_t i = 0; i < sizeof early / sizeof *early; i++) if (bar == early[i]) return 1;
    return bar == bars - 1 || (bar >= 300 && bar % 50 == 0);
}

int main(int argc, char **argv) {
    static Series s, benchmark;
    TA_Initialize();
    load(argv[1], argv[argc - 1], &benchmark);
    for (int a = 2; a < argc; a++) {
        load(argv[1], argv[a], &s);
        compute(&s, &benchmark);
        if (a == 2) {
            printf("symbol,bar,date");
            for (int c = 0; c < count; c++) printf(",%s", columns[c].name);
            printf("\n");
        }
        for (int i = 0; i < s.n; i++) {
            if (!chosen(i, s.n)) continue;
            printf("%s,%d,%s", argv[a], i, s.date[i]);
            for (int c = 0; c < count; c++) print(columns[c].values[i]);
            printf("\n");
        }
    }
    return 0;
}

// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import java.util.Locale;

/** The interval in which a share lies with 95 %, after E. B. Wilson (1927), which holds for few and for extreme ones too. */
record Wilson(double low, double high) {
    private static final double Z = 1.959964;

    static Wilson of(long hits, long all) {
        if (all == 0) {
            return new Wilson(0, 1);
        }
        double share = (double) hits / all;
        double square = Z * Z / all;
        double middle = share + square / 2;
        double half = Z * Math.sqrt(share * (1 - share) / all + square / (4 * all));
        return new Wilson(Math.max(0, middle - half) / (1 + square), (middle + half) / (1 + square));
    }

    /** {@code 90 %}, or {@code -} of none. */
    static String percent(long hits, long all) {
        return all == 0 ? "-" : String.format(Locale.ROOT, "%.0f %%", 100.0 * hits / all);
    }

    /** {@code 86 to 94 %}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.0f to %.0f %%", 100 * low, 100 * high);
    }
}

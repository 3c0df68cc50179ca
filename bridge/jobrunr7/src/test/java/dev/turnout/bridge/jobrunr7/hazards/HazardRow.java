// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr7.hazards;

/** One row of the table that these tests print. */
final class HazardRow {
    private HazardRow() {}

    static void print(String hazard, String what, String stock, String ours, String dropIn) {
        System.out.printf("[hazard %s] %s | stock: %s | ours: %s | drop-in: %s%n", hazard, what, stock, ours, dropIn);
    }
}

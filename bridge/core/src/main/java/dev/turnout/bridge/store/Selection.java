// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.store;

import java.time.Duration;
import java.util.Optional;

/**
 * Which jobs to list.
 *
 * @param state the state they are in, in JobRunr's word
 * @param byDue by the time they are due instead of that of their last change
 * @param descending the latest first
 * @param latest how far from now that time may be, below zero for the past; empty for all
 * @param sparing without those that an async worker holds
 */
public record Selection(
        String state,
        boolean byDue,
        boolean descending,
        Optional<Duration> latest,
        long offset,
        int count,
        boolean sparing) {}

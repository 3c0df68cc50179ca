// SPDX-License-Identifier: Apache-2.0
/** Both pools over Sentinel, and the primary killed while they run. Start at {@code SentinelFailoverTest}. */
@NullMarked
package dev.turnout.bridge.jobrunr7.failover;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** What stock JobRunr 7.5.3 on Redis does in ten bad moments and two quiet ones, and what it or we do instead, side by side. */
@NullMarked
package dev.turnout.bridge.jobrunr7.hazards;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** What only JobRunr 8 needs: a storage provider on Redis. Start at {@link dev.turnout.bridge.jobrunr8.TurnoutStorageProvider}. */
@NullMarked
package dev.turnout.bridge.jobrunr8;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** What a user starts and calls. Start at {@link dev.turnout.runtime.Worker}. */
@NullMarked
package dev.turnout.runtime;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** What a user starts and calls. Start at {@code Worker}. */
@NullMarked
package dev.turnout.runtime;

import org.jspecify.annotations.NullMarked;

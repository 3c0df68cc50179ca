// SPDX-License-Identifier: Apache-2.0
/** The lever that a person throws. Start at {@link dev.turnout.bridge.Cutover}. */
@NullMarked
package dev.turnout.bridge;

import org.jspecify.annotations.NullMarked;

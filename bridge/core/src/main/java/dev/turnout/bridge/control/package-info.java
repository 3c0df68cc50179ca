// SPDX-License-Identifier: Apache-2.0
/** Which pool may claim which job. Start at {@link dev.turnout.bridge.control.Route}. */
@NullMarked
package dev.turnout.bridge.control;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** The whole story on one machine. Start at {@link dev.turnout.samples.demo.Demo}. */
@NullMarked
package dev.turnout.samples.demo;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** Twins: code that must be found, next to code that differs in one token and must not. */
@NullMarked
package dev.turnout.rules;

import org.jspecify.annotations.NullMarked;

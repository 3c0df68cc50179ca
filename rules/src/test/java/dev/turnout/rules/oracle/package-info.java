// SPDX-License-Identifier: Apache-2.0
/**
 * What really waits, seen while it runs, next to what the rules find. Start at {@link dev.turnout.rules.oracle.OracleRun},
 * go on with {@link dev.turnout.rules.oracle.Recall}.
 */
@NullMarked
package dev.turnout.rules.oracle;

import org.jspecify.annotations.NullMarked;

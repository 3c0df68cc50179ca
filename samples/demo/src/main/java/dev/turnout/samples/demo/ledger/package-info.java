// SPDX-License-Identifier: Apache-2.0
/**
 * The account that every worker process of the demo keeps in a file of its own, beside the application and the Redis
 * under test. Start at {@link dev.turnout.samples.demo.ledger.LedgerFile}.
 */
@NullMarked
package dev.turnout.samples.demo.ledger;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * The proof that the rewrite keeps what a program means: random programs are run before and after it, with a failure at
 * each of their effects. Start at {@link dev.turnout.recipes.differential.Differential}.
 */
package dev.turnout.recipes.differential;

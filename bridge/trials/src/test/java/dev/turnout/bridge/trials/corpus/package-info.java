// SPDX-License-Identifier: Apache-2.0
/**
 * Jobs as each line of JobRunr writes them, read and written back by us, and read by JobRunr again. Start at {@code CorpusTest}.
 */
@NullMarked
package dev.turnout.bridge.trials.corpus;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * What a user declares about a task. Start at {@link dev.turnout.runtime.task.AsyncTask}.
 */
@NullMarked
package dev.turnout.runtime.task;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * The roles of a worker, one noun a class; not promised to anybody. Start at {@link
 * dev.turnout.runtime.internal.Engine}, which puts them together.
 */
@NullMarked
package dev.turnout.runtime.internal;

import org.jspecify.annotations.NullMarked;

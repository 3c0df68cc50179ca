// SPDX-License-Identifier: Apache-2.0
/**
 * The connection to Redis and the scripts on it: the only importer of Lettuce here. Start at {@link
 * dev.turnout.runtime.redis.Link}.
 */
@NullMarked
package dev.turnout.runtime.redis;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * A real Redis for tests, the demo and the bench. Start at {@link dev.turnout.samples.redis.RedisProcess}; in tests of JUnit 5, at
 * {@link dev.turnout.samples.redis.RedisServer}.
 */
@NullMarked
package dev.turnout.samples.redis;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * JobRunr's store as a storage provider of ours sees it: jobs, definitions, metadata and servers, one script a change. Start at
 * {@link dev.turnout.bridge.store.LayoutStore}.
 */
@NullMarked
package dev.turnout.bridge.store;

import org.jspecify.annotations.NullMarked;

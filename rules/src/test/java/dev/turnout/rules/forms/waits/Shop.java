// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.forms.waits;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Waits where it must not. */
final class Shop {
    CompletionStage<String> orderAsync(CompletableFuture<String> paid, CompletableFuture<String> packed) {
        return paid.thenApply(order -> order + packed.join());
    }
}

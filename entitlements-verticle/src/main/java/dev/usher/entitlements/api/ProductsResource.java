package dev.usher.entitlements.api;

import dev.usher.entitlements.core.Intent;
import dev.usher.entitlements.core.Product;
import dev.usher.entitlements.core.Usher;
import dev.usher.entitlements.core.port.EntitlementStore.NotFoundException;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;

/** {@code /products}. */
final class ProductsResource {
    private final Usher usher;
    private final Writes writes;

    ProductsResource(Usher usher) {
        this.usher = usher;
        this.writes = new Writes(usher);
    }

    Map<String, Operation> operations() {
        return Map.of(
                "listProducts",
                this::list,
                "getProduct",
                this::get,
                "putProduct",
                this::put,
                "deleteProduct",
                this::delete);
    }

    private Future<Answer> list(ApiRequest request) {
        return usher.directory().products(request.page()).map(page -> PageJson.answer(page, ProductJson::of));
    }

    private Future<Answer> get(ApiRequest request) {
        String id = request.pathParameter("product");
        return usher.directory()
                .product(id)
                .map(found ->
                        Answer.ok(ProductJson.of(found.orElseThrow(() -> new NotFoundException("product " + id)))));
    }

    private Future<Answer> put(ApiRequest request) {
        Complaints complaints = new Complaints();
        String id = Writes.id(request, "product", complaints);
        Optional<Product> product = ProductJson.read(id, request.body(), "", complaints);
        complaints.throwIfAny();
        return writes.define(request, new Intent.DefineProduct(product.orElseThrow()), Paths.of("products", id));
    }

    private Future<Answer> delete(ApiRequest request) {
        return writes.write(request, new Intent.RemoveProduct(request.pathParameter("product")));
    }
}

package dev.usher.e2e;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests that share a stage in one setting, each with a scene of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(Matrix.class)
abstract class OnStage implements Sentences {
    private final Setting setting;
    private Stage stage;
    private Scene scene;

    OnStage(Setting setting) {
        this.setting = setting;
    }

    /** Environment variables besides those of the setting. */
    abstract Map<String, String> overrides();

    Setting setting() {
        return setting;
    }

    @Override
    public Scene scene() {
        return scene;
    }

    @BeforeAll
    void openStage() {
        stage = Stage.open(setting, overrides());
    }

    @BeforeEach
    void openScene() {
        scene = new Scene(setting, stage);
    }

    @AfterEach
    void closeScene() throws Exception {
        scene.close();
        stage.restoreCatalog();
    }

    @AfterAll
    void closeStage() {
        if (stage != null) {
            stage.close();
        }
    }
}

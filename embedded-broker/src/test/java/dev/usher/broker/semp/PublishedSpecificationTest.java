package dev.usher.broker.semp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedSpecificationTest {

    @TempDir
    private Path folder;

    @Test
    void onlyWhoNamesNoFolderHasNone() throws Exception {
        assertThat(PublishedSpecification.folder(null)).isEmpty();
        for (String api : List.of("config", "monitor", "action")) {
            Files.writeString(folder.resolve(api + ".json"), "{}");
        }
        assertThat(PublishedSpecification.folder(folder.toString())).contains(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"config", "monitor", "action"})
    void aFolderWithoutOneOfTheFilesIsAnErrorThatNamesIt(String missing) throws Exception {
        for (String api : List.of("config", "monitor", "action")) {
            if (!api.equals(missing)) {
                Files.writeString(folder.resolve(api + ".json"), "{}");
            }
        }
        assertThatThrownBy(() -> PublishedSpecification.folder(folder.toString()))
                .hasMessageContaining(folder.resolve(missing + ".json").toString())
                .hasMessageContaining("USHER_SEMP_SPEC_DIR");
    }
}

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import org.omegat.core.matching.FuzzyMatcher;
import org.omegat.core.matching.LevenshteinDistance;
import org.omegat.tokenizer.ITokenizer;
import org.omegat.tokenizer.LuceneEnglishTokenizer;
import org.omegat.tokenizer.LuceneSmartChineseTokenizer;
import org.omegat.util.Token;

/** OmegaT's three scores of pairs of texts: of word stems, of words, of words with spaces, numbers and marks. */
public class OmegaTScores {
    public static void main(String[] arguments) throws Exception {
        for (String line : Files.readAllLines(Paths.get(arguments[0]), StandardCharsets.UTF_8)) {
            String[] cells = line.split("\t", -1);
            ITokenizer words =
                cells[0].equals("zh") ? new LuceneSmartChineseTokenizer() : new LuceneEnglishTokenizer();
            words.setBehavior(words.getDefaultBehavior());
            String text = cells[1];
            String other = cells[2];
            ITokenizer.StemmingMode stems = ITokenizer.StemmingMode.MATCHING;
            ITokenizer.StemmingMode whole = ITokenizer.StemmingMode.NONE;
            System.out.println(
                score(words.tokenizeWords(text, stems), words.tokenizeWords(other, stems))
                    + "\t" + score(words.tokenizeWords(text, whole), words.tokenizeWords(other, whole))
                    + "\t" + score(words.tokenizeVerbatim(text), words.tokenizeVerbatim(other)));
        }
    }

    private static int score(Token[] text, Token[] other) {
        return FuzzyMatcher.calcSimilarity(new LevenshteinDistance(), text, other);
    }
}

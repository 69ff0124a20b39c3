/**
 * Short words that make an English sentence: pronouns, auxiliaries, prepositions, question words. None is a French word («on», «me», «or»),
 * and none is what everybody types («hello», «ok»). Folded, without accents.
 */
export const functionWords: readonly string[] = [
  ...['i', 'we', 'you', 'he', 'she', 'it', 'they', 'my', 'our', 'your', 'his', 'her', 'their', 'its', 'us', 'them'],
  ...["i'm", "i'll", "i've", "i'd", "it's", "what's", "who's", "where's", "that's", "there's", "we're", "you're"],
  ...["isn't", "aren't", "don't", "doesn't", "didn't", "can't", "won't", "let's"],
  ...['the', 'this', 'that', 'these', 'those', 'some', 'any', 'each', 'both'],
  ...['is', 'are', 'was', 'were', 'be', 'been', 'am', 'do', 'does', 'did', 'done', 'has', 'have', 'had'],
  ...['can', 'could', 'should', 'would', 'will', 'shall', 'must', 'may', 'might', 'need', 'not'],
  ...['who', 'whom', 'whose', 'what', 'when', 'where', 'why', 'how', 'which', 'whether'],
  ...['and', 'but', 'if', 'because', 'than', 'then', 'there', 'here', 'now', 'again', 'still', 'yet'],
  ...['of', 'to', 'in', 'at', 'by', 'for', 'from', 'with', 'without', 'about', 'into', 'until', 'after', 'before'],
  ...['please', 'pls', 'thanks', 'thank', 'cheers', 'everything', 'something', 'nothing', 'anybody', 'somebody'],
];

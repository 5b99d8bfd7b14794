const imports = /@import[^;]*(;|$)/gi;
const foreignUrls =
  /url\(\s*(?:"(?!data:|#)[^"]*"|'(?!data:|#)[^']*'|(?!["']|data:|#)[^)]*)\s*\)/gi;
const [darkWanted, lightWanted] = ["dark", "light"].map((scheme) =>
  new RegExp(`\\(\\s*prefers-color-scheme\\s*:\\s*${scheme}\\s*\\)`, "gi")
) as [RegExp, RegExp];
const eitherScheme = /(color-scheme\s*:\s*)(light\s+dark|dark\s+light)\b/gi;

/**
 * A recorded style without what it would load, and without what depends on the reader's machine: a
 * page that can be dark was light where it ran, since automated browsers are.
 *
 * The page's policy blocks everything that a style could load, however it is written; this keeps a
 * recording of a busy page from thousands of blocked requests in the console.
 */
export function cleanCss(css: string): string {
  if (!/@import|url\(|color-scheme/i.test(css)) return css;
  return css.replace(imports, "").replace(foreignUrls, 'url("")')
    .replace(darkWanted, "(width < 0px)").replace(lightWanted, "(width >= 0px)")
    .replace(eitherScheme, "$1light");
}

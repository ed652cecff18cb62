namespace TinyBertPipeline.Core.Tasks.TokenClassification;

/// <summary>
/// Abbreviations that text has whatever its field: a training file that keeps the full stop of one keeps that of the others, which it may
/// be too small to have. Left out are those that are words as well (<c>no.</c>, <c>am.</c>), whose full stop may end the sentence.
/// </summary>
internal static class CommonAbbreviations
{
    public static IReadOnlySet<string> All { get; } = (
        "Adm. Bros. Capt. Cie. Co. Col. Corp. Dr. Drs. Esq. Ft. Gen. Gov. Hon. Inc. Jr. Lt. Ltd. Ltda. Maj. Messrs. Mr. Mrs. Ms. Mt. Prof. Rep. Rev. Sen. "
        + "Sgt. Sr. St. B.Sc. D.Sc. Ed.D. M.Sc. Ph.D. Apr. Aug. Dec. Feb. Jan. Nov. Oct. Sep. Sept. Fig. al. approx. cf. etc. pp. vol. vs.")
        .Split(' ').ToHashSet(StringComparer.Ordinal);
}

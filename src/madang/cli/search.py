"""`madang search`: the search index, and making it anew while the site goes on."""

import typer
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from .common import _, err, fail, out, start_site

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)


@app.command(help=_("검색 색인이 어디까지 됐는지 보여 줘요."))
def status() -> None:
    start_site()
    from madang.search.index import progress
    from madang.search.models import SearchIndex

    indexes = list(SearchIndex.objects.order_by("pk"))
    if not indexes:
        out.print(_("아직 색인이 없어요. 사이트를 열면 만들어져요."))
    for index in indexes:
        done, whole = progress(index)
        said = _("사용 중인 색인") if index.is_active else _("새로 만드는 색인")
        out.print(f"{said}: {done:,} / {whole:,}")


@app.command(help=_("색인을 새로 만들어요. 그동안에도 찾을 수 있고, 멈추면 다음에 이어져요."))
def rebuild() -> None:
    start_site()
    from madang.search import index as indexes
    from madang.search.models import SearchIndex
    from madang.search.term_statistics import count_terms

    indexes.ensure()
    building = indexes.begin()
    columns = (TextColumn(_("색인 만드는 중")), BarColumn(), TaskProgressColumn())
    try:
        with Progress(*columns, TimeRemainingColumn(), console=err) as shown:
            task = shown.add_task("", total=None)
            while not building.is_active:
                indexes.advance(building)
                building = SearchIndex.objects.filter(pk=building.pk).first() or fail(
                    _("다른 곳에서 새 색인을 다시 시작했어요. 한 번 더 해 보세요.")
                )
                done, whole = indexes.progress(building)
                shown.update(task, completed=done, total=max(whole, 1))
    except KeyboardInterrupt:
        err.print(_("멈췄어요. 같은 명령을 다시 실행하거나 사이트가 열려 있으면 이어져요."))
        raise typer.Exit(130) from None
    count_terms()
    out.print(_("새 색인을 쓰기 시작했어요."))

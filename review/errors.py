"""What a person sees when something is refused, is not there, or went wrong."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from review.security import add_heads
from review.visit import Office

WORDS = {
    403: ("ไม่มีสิทธิ์เปิดหน้านี้", "หน้าที่ของท่านไม่รวมงานส่วนนี้ หากจำเป็นต้องใช้ กรุณาติดต่อผู้ดูแลระบบ"),
    404: ("ไม่พบหน้าที่ต้องการ", "ที่อยู่อาจพิมพ์ไม่ครบ หรือรายการนี้ไม่มีแล้ว"),
    405: ("ทำรายการแบบนี้ไม่ได้", "กรุณากลับไปหน้าแรกแล้วทำรายการใหม่จากปุ่มบนหน้าจอ"),
    413: ("ข้อมูลที่ส่งมามีขนาดใหญ่เกินไป", "กรุณาตรวจข้อความที่กรอก แล้วบันทึกใหม่อีกครั้ง"),
    503: ("ติดต่อหรือเขียนฐานข้อมูลไม่ได้ในขณะนี้", "ยังไม่ได้บันทึก ระบบหยุดรับเอกสารไว้ก่อนและจะทำงานต่อเองเมื่อฐานข้อมูลกลับมา โปรดแจ้งผู้ดูแลระบบ"),
    500: ("ระบบขัดข้อง", "ข้อมูลที่บันทึกไว้แล้วไม่สูญหาย กรุณาลองใหม่ หากยังไม่ได้ โปรดแจ้งผู้ดูแลระบบพร้อมเวลาที่เกิดเหตุ"),
}
TOKEN = ("หน้านี้เปิดทิ้งไว้นานเกินไป", "เพื่อความปลอดภัย ระบบยังไม่ได้บันทึก กรุณากลับไปเปิดหน้านั้นใหม่แล้วบันทึกอีกครั้ง")


def refused(request: Request, error: Exception) -> Response:
    """The page for an `HTTPException`."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    forged = isinstance(error, HTTPException) and error.detail == "token"
    title, advice = TOKEN if forged else WORDS.get(status, WORDS[404])
    headers = error.headers if isinstance(error, HTTPException) else None
    return _page(request, status, title, advice, dict(headers or {}))


def database_away(request: Request, error: Exception) -> Response:
    """The page while the database cannot be reached or written."""
    return _page(request, 503, *WORDS[503], {"Retry-After": "60"})


def broken(request: Request, error: Exception) -> Response:
    """The page for anything unforeseen; the error itself goes to the log of the server."""
    response = _page(request, 500, *WORDS[500], {})
    add_heads(MutableHeaders(raw=response.raw_headers))
    return response


def _page(request: Request, status: int, title: str, advice: str, headers: dict[str, str]) -> Response:
    office: Office = request.app.state.office
    text = office.templates.get_template("error.html").render(title=title, advice=advice, status=status, office=office.settings.office)
    return HTMLResponse(text, status, headers)
